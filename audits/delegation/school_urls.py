"""Who answers what, below /s/<urn>/."""

from django.urls import path

from audits.delegation import school_views as views

app_name = "delegation"
urlpatterns = [
    path("audit/contributors/", views.contributors, name="board"),
    path("audit/contributors/give/", views.new, name="give"),
    path("audit/contributors/<int:assignment_id>/", views.change, name="change"),
    path("audit/contributors/<int:assignment_id>/end/", views.finish, name="end"),
]
