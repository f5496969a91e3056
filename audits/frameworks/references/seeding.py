"""The register begins with what frameworks refer to."""

from datetime import date

from audits.frameworks.models import Framework
from audits.frameworks.references.models import ReferenceDocument


def keep_documents(framework: Framework) -> None:
    """Add the documents of a framework that the register does not have; those it has stay as they are. One query."""
    ReferenceDocument.objects.bulk_create(
        (
            ReferenceDocument(
                tenant_id=framework.tenant_id,
                key=key,
                title=document["title"],
                note=document.get("note", ""),
                published=_day(document.get("published")),
                in_force=_day(document.get("in_force")),
                added_by_id=framework.adopted_by_id,
            )
            for key, document in sorted(framework.settings["documents"].items())
        ),
        ignore_conflicts=True,
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
