"""Who else is here, below /s/<urn>/."""

from django.urls import path

from audits.presence import views

app_name = "presence"
urlpatterns = [path("audit/<section_code:section>/here/", views.here, name="here")]
