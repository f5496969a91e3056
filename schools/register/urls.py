"""The register of schools, below /p/<partnership>/. One school's page shows its audits: audits.cycles.urls has it."""

from django.urls import URLPattern, path

from schools.register import views

app_name = "register"
urlpatterns: list[URLPattern] = [
    path("schools/", views.schools, name="schools"),
    path("schools/import/", views.import_extract, name="import"),
    path("schools/imports/", views.history, name="imports"),
    path("schools/imports/<int:import_id>/", views.imported, name="imported"),
]
