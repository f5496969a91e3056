"""Addresses of the identity plane that are not allauth's."""

from django.urls import path

from lscp_portal.access import views

app_name = "access"
urlpatterns = [path("home/", views.home, name="home")]
