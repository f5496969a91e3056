"""School holidays, below /p/<partnership>/."""

from django.urls import URLPattern, path

from schools.holidays import views

app_name = "holidays"
urlpatterns: list[URLPattern] = [
    path("schools/holidays/", views.holidays, name="holidays"),
    path("schools/holidays/file/", views.from_file, name="file"),
    path("schools/holidays/keep/", views.keep, name="keep"),
    path("schools/holidays/<int:holiday_id>/remove/", views.remove, name="remove"),
]
