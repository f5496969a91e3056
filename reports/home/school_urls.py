"""The school's first page, below /s/<urn>/."""

from django.urls import path

from reports.home import views

app_name = "school_home"
urlpatterns = [path("", views.school, name="school")]
