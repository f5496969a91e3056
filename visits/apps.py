"""The visits app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "visits"
