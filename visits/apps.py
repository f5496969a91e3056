"""The visits app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "visits"

    def ready(self) -> None:
        """Make the workflows known: after migrate they are written into the database's own guard."""
        from audits.triage.sources import register_visits  # noqa: PLC0415
        from visits.planning import transitions as _planning  # noqa: F401, PLC0415 - models are ready only now
        from visits.planning.queries import last_visits  # noqa: PLC0415

        register_visits(last_visits)
