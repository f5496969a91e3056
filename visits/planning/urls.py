"""Visits, below /p/<partnership>/."""

from django.urls import path

from visits.planning import views
from visits.record import improving
from visits.record import views as record

app_name = "visits"
urlpatterns = [
    path("visits/", views.index, name="list"),
    path("visits/choose/", views.choose, name="choose"),
    path("visits/schedule/<int:audit_id>/", views.schedule, name="schedule"),
    path("visits/<int:visit_id>/", views.detail, name="detail"),
    path("visits/<int:visit_id>/held/", record.held, name="hold"),
    path("visits/<int:visit_id>/notes/", record.note, name="note"),
    path("visits/<int:visit_id>/complete/", record.complete, name="complete"),
    path("visits/<int:visit_id>/improvements/", improving.ask_school, name="ask"),
    path("visits/<int:visit_id>/cancel/", views.cancel, name="cancel"),
]
