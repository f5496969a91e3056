"""Signing, below /s/<urn>/."""

from django.urls import URLPattern, path

from audits.signoff import views

app_name = "signoff"
urlpatterns: list[URLPattern] = [
    path("audit/sign/", views.sign_audit, name="sign"),
    path("audit/sign/return/", views.return_audit, name="return"),
    path("audit/copy/", views.copy, name="copy"),
    path("audit/copy.json", views.copy_json, name="copy_json"),
    path("audit/earlier/<int:audit_id>/copy/", views.earlier_copy, name="earlier_copy"),
    path("audit/earlier/<int:audit_id>/copy.json", views.earlier_copy_json, name="earlier_copy_json"),
]
