"""Comments, below /p/<partnership>/frameworks/<framework>/comments/."""

from django.urls import URLPattern, path

from audits.frameworks.comments import views

urlpatterns: list[URLPattern] = [
    path("", views.listing, name="comments"),
    path("comments.csv", views.as_csv, name="comments_csv"),
]
