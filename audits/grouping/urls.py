"""Groups of a cycle and its schools, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.grouping import views

app_name = "grouping"
urlpatterns: list[URLPattern] = [
    path("cycles/<int:cycle_id>/schools/", views.schools, name="schools"),
    path("cycles/<int:cycle_id>/divide/", views.divide, name="divide"),
    path("cycles/<int:cycle_id>/groups/add/", views.add, name="add"),
    path("cycles/groups/<int:group_id>/", views.change, name="change"),
    path("cycles/groups/<int:group_id>/remove/", views.remove, name="remove"),
    path("cycles/groups/<int:group_id>/open/", views.open_, name="open"),
]
