"""Visits, below /s/<urn>/."""

from django.urls import path

from visits.planning import school_views

app_name = "school_visits"
urlpatterns = [
    path("visits/", school_views.index, name="list"),
    path("visits/<int:visit_id>/", school_views.detail, name="detail"),
]
