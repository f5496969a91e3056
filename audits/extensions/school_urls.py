"""A school's time, below /s/<urn>/."""

from django.urls import URLPattern, path

from audits.extensions import school_views

app_name = "extension"
urlpatterns: list[URLPattern] = [path("audit/time/", school_views.time, name="time")]
