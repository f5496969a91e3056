"""Cycles, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.cycles import views

app_name = "cycles"
urlpatterns: list[URLPattern] = [
    path("cycles/", views.listing, name="cycles"),
    path("cycles/plan/", views.plan, name="plan"),
    path("cycles/<int:cycle_id>/", views.detail, name="detail"),
    path("cycles/<int:cycle_id>/calendar/", views.calendar, name="calendar"),
    path("cycles/<int:cycle_id>/open/", views.open_, name="open"),
    path("cycles/<int:cycle_id>/invite/", views.invite, name="invite"),
    path("cycles/<int:cycle_id>/close/", views.close, name="close"),
    path("cycles/<int:cycle_id>/reopen/", views.reopen, name="reopen"),
    path("cycles/<int:cycle_id>/complete/", views.complete, name="complete"),
]
