"""Versions, below /p/<partnership>/frameworks/<framework>/."""

from django.urls import URLPattern, path

from audits.frameworks.versions import views

urlpatterns: list[URLPattern] = [
    path("own-version/", views.own_version, name="own_version"),
    path("roll-over/", views.roll_over, name="roll_over"),
    path("about/", views.about, name="about"),
    path("consult/", views.consult, name="consult"),
    path("take-back/", views.take_back, name="take_back"),
    path("publish/", views.publish, name="publish"),
    path("retire/", views.retire, name="retire"),
]
