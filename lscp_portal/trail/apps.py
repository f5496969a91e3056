"""The trail as a Django app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Who did what."""

    name = "lscp_portal.trail"
    label = "trail"
