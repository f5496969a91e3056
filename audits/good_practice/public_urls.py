"""Good practice, for everybody."""

from django.urls import URLPattern, path

from audits.good_practice import public_views as views

app_name = "public_good_practice"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<int:practice_id>/", views.page, name="page"),
]
