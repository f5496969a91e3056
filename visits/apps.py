"""The visits app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "visits"

    def ready(self) -> None:
        """Make the workflows known: after migrate they are written into the database's own guard."""
        from visits.planning import transitions as _planning  # noqa: F401, PLC0415 - models are ready only now
