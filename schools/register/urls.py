"""The register of schools, below /p/<partnership>/. reports.schools.urls adds the list and takes them in."""

from django.urls import URLPattern, path

from schools.register import views

app_name = "register"
urlpatterns: list[URLPattern] = [
    path("schools/import/", views.import_extract, name="import"),
    path("schools/imports/", views.history, name="imports"),
    path("schools/imports/<int:import_id>/", views.imported, name="imported"),
]
