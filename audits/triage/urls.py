"""Bands, their rules and the random sample, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.triage import rule_views, views

app_name = "triage"
urlpatterns: list[URLPattern] = [
    path("triage/", views.listing, name="listing"),
    path("triage/confirm/", views.confirm_chosen, name="confirm_chosen"),
    path("triage/returns/<int:audit_id>/", views.detail, name="detail"),
    path("triage/returns/<int:audit_id>/confirm/", views.confirm, name="confirm"),
    path("triage/returns/<int:audit_id>/override/", views.override, name="override"),
    path("triage/rules/", rule_views.rules, name="rules"),
    path("triage/rules/change/", rule_views.change, name="change"),
    path("triage/rules/<int:version>/", rule_views.rules, name="version"),
    path("triage/sample/<int:cycle_id>/", rule_views.sample, name="sample"),
    path("triage/sample/<int:cycle_id>/draw/", rule_views.draw, name="draw"),
]
