"""Who signs for the head or the chair, below /s/<urn>/."""

from django.urls import URLPattern, path

from audits.signing_delegates import school_views

app_name = "delegates"
urlpatterns: list[URLPattern] = [
    path("delegates/", school_views.listing, name="listing"),
    path("delegates/<int:delegate_id>/end/", school_views.end_it, name="end"),
]
