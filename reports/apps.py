"""The reports app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "reports"
