"""Cycles, below /p/<partnership>/."""

from django.urls import URLPattern

app_name = "cycles"
urlpatterns: list[URLPattern] = []
