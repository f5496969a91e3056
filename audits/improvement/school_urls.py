"""Improvements, below /s/<urn>/."""

from django.urls import URLPattern, path

from audits.improvement import school_views as views

app_name = "school_improvements"
urlpatterns: list[URLPattern] = [
    path("improving/", views.index, name="index"),
    path("improving/add/", views.add, name="add"),
    path("improving/<int:improvement_id>/", views.one, name="one"),
    path("improving/<int:improvement_id>/agree/", views.agree, name="agree"),
    path("improving/<int:improvement_id>/change/", views.change, name="change"),
    path("improving/<int:improvement_id>/start/", views.start, name="start"),
    path("improving/<int:improvement_id>/done/", views.done, name="done"),
    path("improving/<int:improvement_id>/verify/", views.verify, name="verify"),
    path("improving/<int:improvement_id>/send-back/", views.send_back, name="send_back"),
    path("improving/<int:improvement_id>/withdraw/", views.withdraw, name="withdraw"),
]
