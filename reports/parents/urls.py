"""The public site."""

from django.urls import path

from reports.parents import views

app_name = "parents"
urlpatterns = [
    path("", views.front, name="front"),
    path("reports/", views.search, name="search"),
    path("reports/<int:urn>/", views.school, name="school"),
    path("reports/<int:urn>/<int:year>-<slug:kind>/", views.report, name="report"),
    path("reports/<int:urn>/<int:year>-<slug:kind>.pdf", views.report_pdf, name="report_pdf"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
