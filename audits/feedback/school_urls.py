"""Feedback, below /s/<urn>/."""

from django.urls import URLPattern, path

from audits.feedback import school_views

app_name = "school_feedback"
urlpatterns: list[URLPattern] = [
    path("feedback/", school_views.index, name="index"),
    path("feedback/<int:audit_id>/", school_views.letter, name="letter"),
    path("feedback/<int:feedback_id>/rate/", school_views.rate, name="rate"),
]
