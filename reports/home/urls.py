"""The partnership's first page, below /p/<partnership>/."""

from django.urls import URLPattern

app_name = "home"
urlpatterns: list[URLPattern] = []
