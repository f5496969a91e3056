"""Visits, below /s/<urn>/."""

from django.urls import URLPattern

app_name = "school_visits"
urlpatterns: list[URLPattern] = []
