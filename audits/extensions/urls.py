"""More time, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.extensions import views

app_name = "extensions"
urlpatterns: list[URLPattern] = [
    path("cycles/<int:cycle_id>/extensions/", views.extensions, name="extensions"),
    path("cycles/<int:cycle_id>/extend/", views.extend, name="extend"),
    path("extensions/<int:request_id>/", views.answer, name="answer"),
]
