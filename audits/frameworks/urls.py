"""Frameworks, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.frameworks import views

app_name = "frameworks"
urlpatterns: list[URLPattern] = [
    path("frameworks/", views.frameworks, name="frameworks"),
    path("frameworks/adopt/", views.adopt, name="adopt"),
    path("frameworks/<int:framework_id>/", views.detail, name="detail"),
    path("frameworks/<int:framework_id>/asked/", views.asked, name="asked"),
]
