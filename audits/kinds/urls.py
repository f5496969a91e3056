"""Kinds of schools that somebody has to decide, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.kinds import views

app_name = "kinds"
urlpatterns: list[URLPattern] = [
    path("schools/kinds/", views.listing, name="list"),
    path("schools/<int:school_id>/kind/", views.school, name="school"),
]
