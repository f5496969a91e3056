"""Scale and words, below /p/<partnership>/frameworks/<framework>/wording/."""

from django.urls import URLPattern, path

from audits.frameworks.wording import views

urlpatterns: list[URLPattern] = [
    path("", views.wording, name="wording"),
    path("audiences/add/", views.add_audience, name="audience_new"),
    path("audiences/<slug:audience>/remove/", views.remove_audience, name="audience_remove"),
    path("<slug:group>/", views.edit, name="wording_edit"),
]
