"""Correcting what was sent, below /s/<urn>/."""

from django.urls import URLPattern, path

from audits.corrections import school_views

app_name = "correction"
urlpatterns: list[URLPattern] = [
    path("audit/correction/", school_views.correction, name="correction"),
    path("audit/correction/sign/", school_views.sign_it, name="sign"),
    path("audit/correction/return/", school_views.return_it, name="return"),
    path("audit/correction/end/", school_views.end_it, name="end"),
    path("audit/correction/answers/<slug:code>/", school_views.amend_answer, name="amend"),
]
