"""Calendars: of the identity plane, below no partnership."""

from django.urls import path

from reports.feeds import views

app_name = "feeds"
urlpatterns = [
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
    path("accounts/calendar/", views.address, name="address"),
    path("accounts/calendar/make/", views.make, name="make"),
    path("accounts/calendar/end/", views.end, name="end"),
]
