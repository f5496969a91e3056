"""The workload, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.workload import views

app_name = "workload"
urlpatterns: list[URLPattern] = [path("reviews/workload/", views.page, name="page")]
