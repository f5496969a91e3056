"""Carrying answers forward, below /s/<urn>/."""

from django.urls import path

from audits.carrying import school_views

app_name = "carrying"
urlpatterns = [
    path("audit/<section_code:section>/<indicator_code:code>/still-true/", school_views.still_true, name="still_true"),
]
