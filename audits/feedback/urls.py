"""Feedback, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.feedback import views

app_name = "feedback"
urlpatterns: list[URLPattern] = [
    path("feedback/ratings/", views.ratings, name="ratings"),
    path("feedback/<int:audit_id>/", views.letter, name="letter"),
    path("feedback/<int:audit_id>/preview/", views.preview, name="preview"),
    path("feedback/<int:audit_id>/issue/", views.issue, name="issue"),
    path("feedback/<int:audit_id>/close/", views.close, name="close"),
]
