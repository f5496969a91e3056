"""A letter about the return, for a school, below /s/<urn>/. It comes before `audit/<section>/`."""

from django.urls import URLPattern, path

from audits.escalation import school_views

app_name = "school_poor_returns"
urlpatterns: list[URLPattern] = [
    path("audit/poor-return/<int:case_id>/", school_views.case, name="case"),
]
