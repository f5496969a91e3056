"""Health addresses (docs: the stable surface)."""

from django.urls import path

from lscp_portal.ops import health

app_name = "ops"
urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("scannerz", health.scannerz, name="scannerz"),
]
