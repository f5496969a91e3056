"""Published area summaries, below /areas/."""

from django.urls import path

from reports.areas import public_views

app_name = "areas"
urlpatterns = [
    path("", public_views.index, name="list"),
    path("<slug:slug>/", public_views.area, name="area"),
    path("<slug:slug>/<int:year>/", public_views.year_page, name="year"),
    path("<slug:slug>/<int:year>.csv", public_views.csv_file, name="csv"),
    path("<slug:slug>/<int:year>.meta.csv", public_views.meta_file, name="meta"),
    path("<slug:slug>/<int:year>.json", public_views.json_file, name="json"),
]
