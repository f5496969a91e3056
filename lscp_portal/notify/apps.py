"""Notifications as a Django app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """E-mail through the outbox."""

    name = "lscp_portal.notify"
    label = "notify"
