"""Improvements, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.improvement import views

app_name = "improvements"
urlpatterns: list[URLPattern] = [
    path("improving/", views.index, name="index"),
    path("improving/csv/", views.as_csv, name="csv"),
    path("improving/schools/<int:school_id>/", views.school, name="school"),
    path("improving/<int:improvement_id>/", views.one, name="one"),
    path("improving/<int:improvement_id>/verify/", views.verify, name="verify"),
    path("improving/<int:improvement_id>/send-back/", views.send_back, name="send_back"),
    path("improving/<int:improvement_id>/withdraw/", views.withdraw, name="withdraw"),
]
