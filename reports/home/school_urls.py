"""The school's first page, below /s/<urn>/."""

from django.urls import URLPattern

app_name = "school_home"
urlpatterns: list[URLPattern] = []
