"""The audits app: its workflows are known once Django is ready."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """See docs/developer/architecture.md."""

    name = "audits"

    def ready(self) -> None:
        """Make the workflows known: after migrate they are written into the database's own guard."""
        from audits.clarification import transitions as _clarification  # noqa: F401, PLC0415
        from audits.corrections import transitions as _corrections  # noqa: F401, PLC0415
        from audits.cycles import transitions as _cycles  # noqa: F401, PLC0415 - models are ready only now
        from audits.escalation import transitions as _escalation  # noqa: F401, PLC0415
        from audits.evidence import transitions as _evidence  # noqa: F401, PLC0415
        from audits.extensions import transitions as _extensions  # noqa: F401, PLC0415
        from audits.feedback import transitions as _feedback  # noqa: F401, PLC0415
        from audits.frameworks import transitions as _frameworks  # noqa: F401, PLC0415
        from audits.good_practice import transitions as _good_practice  # noqa: F401, PLC0415
        from audits.improvement import transitions as _improvement  # noqa: F401, PLC0415
        from audits.lifecycle import transitions as _lifecycle  # noqa: F401, PLC0415
        from audits.moderation import transitions as _moderation  # noqa: F401, PLC0415
        from audits.review import transitions as _review  # noqa: F401, PLC0415
        from audits.triage import transitions as _triage  # noqa: F401, PLC0415
