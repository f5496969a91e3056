"""The register of schools, below /p/<partnership>/."""

from django.urls import URLPattern

app_name = "register"
urlpatterns: list[URLPattern] = []
