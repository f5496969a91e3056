"""Feedback, below /s/<urn>/."""

from django.urls import URLPattern

app_name = "school_feedback"
urlpatterns: list[URLPattern] = []
