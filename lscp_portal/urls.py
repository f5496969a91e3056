"""All addresses (docs: the stable surface)."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("lscp_portal.access.urls")),
]
