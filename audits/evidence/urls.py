"""Whether schools may upload, below /p/<partnership>/."""

from django.urls import path

from audits.evidence import views

app_name = "uploads"
urlpatterns = [path("evidence/", views.uploads, name="uploads")]
