"""Scrutiny, below /p/<partnership>/."""

from django.urls import URLPattern, path

from reports.scrutiny import views

app_name = "scrutiny"
urlpatterns: list[URLPattern] = [
    path("scrutiny/", views.index, name="index"),
    path("scrutiny/notes/new/", views.new, name="new"),
    path("scrutiny/notes/<int:scrutiny_id>/", views.note, name="note"),
    path("scrutiny/notes/<int:scrutiny_id>/change/", views.change, name="change"),
    path("scrutiny/notes/<int:scrutiny_id>/share/", views.share, name="share"),
    path("scrutiny/notes/<int:scrutiny_id>/answer/", views.answer, name="answer"),
]
