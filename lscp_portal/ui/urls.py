"""Addresses of the gallery; included in a demonstration and in tests only."""

from django.urls import path

from lscp_portal.ui import views

app_name = "ui"
urlpatterns = [path("gallery/", views.gallery, name="gallery")]
