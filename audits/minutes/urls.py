"""Minutes of a review, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.minutes import views

app_name = "minutes"
urlpatterns: list[URLPattern] = [path("reviews/<int:review_id>/minutes/", views.minutes, name="own")]
