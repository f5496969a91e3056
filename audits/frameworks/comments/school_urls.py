"""A version that is out for comment, below /s/<urn>/."""

from django.urls import path

from audits.frameworks.comments import school_views

app_name = "framework_comments"
urlpatterns = [path("frameworks/<int:framework_id>/", school_views.draft, name="draft")]
