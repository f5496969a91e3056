"""Corrections, for the lead, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.corrections import views

app_name = "corrections"
urlpatterns: list[URLPattern] = [
    path("corrections/", views.listing, name="listing"),
    path("corrections/<int:correction_of_id>/", views.detail, name="detail"),
    path("corrections/<int:correction_of_id>/end/", views.end_it, name="end"),
]
