"""Reports, below /s/<urn>/."""

from django.urls import URLPattern

app_name = "school_reports"
urlpatterns: list[URLPattern] = []
