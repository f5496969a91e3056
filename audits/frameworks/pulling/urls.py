"""Pulling, below /p/<partnership>/frameworks/<framework>/."""

from django.urls import URLPattern, path

from audits.frameworks.pulling import views

urlpatterns: list[URLPattern] = [
    path("pull/", views.choose, name="pull_choose"),
    path("pull/<str:version>/", views.pull, name="pull"),
]
