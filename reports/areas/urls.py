"""The area summary in work, below /p/<partnership>/."""

from django.urls import URLPattern

app_name = "area"
urlpatterns: list[URLPattern] = []
