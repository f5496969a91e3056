"""Statutory references, below /p/<partnership>/frameworks/references/."""

from django.urls import URLPattern, path

from audits.frameworks.references import check_views as checks
from audits.frameworks.references import views

urlpatterns: list[URLPattern] = [
    path("", views.references, name="references"),
    path("add/", views.new, name="reference_new"),
    path("check/", checks.checks, name="checks"),
    path("check/csv/", checks.as_csv, name="checks_csv"),
    path("check/still-right/", checks.still_right, name="checks_right"),
    path("check/record/", checks.record, name="check"),
    path("<int:document_id>/", views.document, name="reference"),
    path("<int:document_id>/change/", views.edit, name="reference_edit"),
    path("<int:document_id>/new-edition/", views.edition, name="reference_edition"),
    path("<int:document_id>/move/<int:framework_id>/", views.move, name="reference_move"),
]
