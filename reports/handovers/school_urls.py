"""A school's earlier record, below /s/<urn>/."""

from django.urls import URLPattern, path

from reports.handovers import school_views

app_name = "earlier"
urlpatterns: list[URLPattern] = [
    path("before/", school_views.listing, name="list"),
    path("before/<int:item_id>/", school_views.paper, name="paper"),
    path("before/<int:item_id>.json", school_views.paper_json, name="paper_json"),
]
