"""Signing, below /s/<urn>/."""

from django.urls import URLPattern, path

from audits.signoff import copy_views, views

VERSION = "audit/copies/<int:audit_id>/<int:number>/"

app_name = "signoff"
urlpatterns: list[URLPattern] = [
    path("audit/sign/", views.sign_audit, name="sign"),
    path("audit/sign/seen/", views.seen, name="seen"),
    path("audit/sign/return/", views.return_audit, name="return"),
    path("audit/copy/", copy_views.copy, name="copy"),
    path("audit/copy.json", copy_views.copy_json, name="copy_json"),
    path("audit/earlier/<int:audit_id>/copy/", copy_views.earlier_copy, name="earlier_copy"),
    path("audit/earlier/<int:audit_id>/copy.json", copy_views.earlier_copy_json, name="earlier_copy_json"),
    path(VERSION, copy_views.version, name="version"),
    path(VERSION + "copy.json", copy_views.version_json, name="version_json"),
    path(VERSION + "copy.html", copy_views.version_html, name="version_html"),
    path(VERSION + "copy.pdf", copy_views.version_pdf, name="version_pdf"),
    path("audit/board/<int:audit_id>/", copy_views.board, name="board"),
    path("audit/board/<int:audit_id>/report.pdf", copy_views.board_as_pdf, name="board_pdf"),
]
