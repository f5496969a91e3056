"""The reviewed change list, below /p/<partnership>/."""

from django.urls import URLPattern, path

from schools.changes import views

app_name = "changes"
urlpatterns: list[URLPattern] = [
    path("schools/changes/", views.listing, name="list"),
    path("schools/changes/accept/", views.accept, name="accept"),
    path("schools/changes/<int:change_id>/", views.change, name="change"),
    path("schools/changes/<int:change_id>/take-up/", views.take_up_again, name="take_up"),
]
