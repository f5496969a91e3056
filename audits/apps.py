"""The audits app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "audits"
