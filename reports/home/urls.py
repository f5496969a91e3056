"""The partnership's first page, below /p/<partnership>/."""

from django.urls import path

from reports.home import views

app_name = "home"
urlpatterns = [path("", views.area, name="area")]
