"""The area summary in work, below /p/<partnership>/."""

from django.urls import path

from reports.areas import views

app_name = "area"
urlpatterns = [
    path("area/", views.index, name="page"),
    path("area/<int:year>/", views.year_page, name="year"),
    path("area/<int:year>/figures.csv", views.csv_file, name="csv"),
    path("area/<int:year>/figures.meta.csv", views.meta_file, name="meta"),
    path("area/<int:year>/freeze/", views.freeze, name="freeze"),
    path("area/summaries/<int:summary_id>/publish/", views.publish, name="publish"),
]
