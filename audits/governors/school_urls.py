"""A governor's pages, below /s/<urn>/."""

from django.urls import path

from audits.governors import school_views as views

app_name = "governors"
urlpatterns = [
    path("governors/", views.governors, name="page"),
    path("governors/visit/", views.new, name="new"),
    path("governors/<int:note_id>/", views.note, name="note"),
    path("governors/<int:note_id>/correct/", views.correct, name="correct"),
]
