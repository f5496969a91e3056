"""Complaints, for a school, below /s/<urn>/."""

from django.urls import URLPattern, path

from reports.complaints import school_views

app_name = "school_complaints"
urlpatterns: list[URLPattern] = [
    path("complaints/", school_views.index, name="index"),
    path("complaints/new/", school_views.new, name="new"),
    path("complaints/<int:complaint_id>/", school_views.page, name="page"),
    path("complaints/<int:complaint_id>/accept/", school_views.accept, name="accept"),
    path("complaints/<int:complaint_id>/scrutineer/", school_views.ask, name="ask"),
    path("complaints/<int:complaint_id>/withdraw/", school_views.withdraw, name="withdraw"),
]
