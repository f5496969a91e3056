"""The partnership's questions, for a school, below /s/<urn>/. They come before `audit/<section>/`."""

from django.urls import URLPattern, path

from audits.clarification import school_views

app_name = "school_questions"
urlpatterns: list[URLPattern] = [
    path("audit/questions/", school_views.listing, name="list"),
    path("audit/questions/<int:round_id>/", school_views.one_round, name="round"),
]
