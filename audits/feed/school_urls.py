"""The change feed, below /s/<urn>/."""

from django.urls import path

from audits.feed import school_views

app_name = "feed"
urlpatterns = [path("audit/changes/", school_views.changes, name="changes")]
