"""Reports, below /s/<urn>/."""

from django.urls import path

from reports.drafting import school_views

app_name = "school_reports"
urlpatterns = [
    path("reports/", school_views.index, name="list"),
    path("reports/<int:report_id>/", school_views.detail, name="detail"),
    path("reports/<int:report_id>/corrections/", school_views.correction, name="correction"),
    path("reports/<int:report_id>/answer/", school_views.answer, name="answer"),
]
