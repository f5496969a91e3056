"""The outbox as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages kept with the change."""

    name = "lscp_portal.outbox"
    label = "outbox"
