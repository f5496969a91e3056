"""The schools app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "schools"
