"""The reports app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "reports"

    def ready(self) -> None:
        """Make the workflows known: after migrate they are written into the database's own guard."""
        from reports.areas import transitions as _areas  # noqa: F401, PLC0415 - models are ready only now
        from reports.complaints import transitions as _complaints  # noqa: F401, PLC0415
        from reports.drafting import transitions as _drafting  # noqa: F401, PLC0415
        from reports.scrutiny import transitions as _scrutiny  # noqa: F401, PLC0415
