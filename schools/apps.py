"""The schools app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "schools"

    def ready(self) -> None:
        """Make the workflows known: after migrate they are written into the database's own guard."""
        from schools.changes import transitions as _changes  # noqa: F401, PLC0415 - models are ready only now
