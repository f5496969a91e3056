"""Governors' notes for the reviewer, below /p/<partnership>/."""

from django.urls import path

from audits.governors import views

app_name = "governor_notes"
urlpatterns = [path("reviews/<int:review_id>/governors/", views.for_review, name="for_review")]
