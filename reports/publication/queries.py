"""Reads of published editions. They run in any scope, with the columns that everybody may see."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from lscp_portal.ui.fields import in_words
from reports.drafting.models import Report
from reports.drafting.types import AuditRecord
from reports.publication.document import for_print, title_of
from reports.publication.models import Edition, EditionFile
from reports.publication.types import PublishedEdition, RenderJob, StoredFile

PUBLIC = (
    "id", "tenant_id", "number", "year", "kind", "urn", "school_name", "summary",
    "published_at", "withdrawn_at", "withdrawn_because",
)  # fmt: skip


def published_editions_of(urn: int) -> list[PublishedEdition]:
    """Every edition of this school that was ever published, newest first, withdrawn ones with their date. One query.

    The first of a (year, kind) is the one that counts: a later edition takes the place of an earlier one.
    """
    return [PublishedEdition(**row) for row in _published().filter(urn=urn).values(*PUBLIC)]


def latest_edition(urn: int, year: int, kind: str) -> PublishedEdition | None:
    """The edition at one public address, perhaps withdrawn; None when nothing was ever published there. One query."""
    row = _published().filter(urn=urn, year=year, kind=kind).values(*PUBLIC).first()
    return PublishedEdition(**row) if row else None


def file_of(edition_id: int, file_format: str) -> StoredFile | None:
    """The stored bytes, `html` or `pdf`; None when there are none or the edition is withdrawn. One query."""
    row = (
        EditionFile.objects.filter(edition_id=edition_id, format=file_format)
        .values("content", "sha256", "bytes_long", "pages", "stored_at")
        .first()
    )
    return StoredFile(**{**row, "content": bytes(row["content"])}) if row else None


def _published() -> QuerySet[Edition]:
    return Edition.objects.exclude(published_at=None).order_by("-published_at", "-number")


def edition_to_render(*, edition_id: int) -> RenderJob | None:
    """What the worker draws. One query.

    None when the bytes are there, the approval is gone, or a newer edition was approved.
    """
    newer = Edition.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    edition = (
        Edition.objects.select_related("report", "tenant")
        .filter(~Exists(newer), pk=edition_id, rendered_at=None, report__state=Report.State.APPROVED)
        .first()
    )
    if edition is None:
        return None
    drawn = AuditRecord.of(edition.report.record)
    day = in_words(date.fromisoformat(edition.summary["correct_on"]))
    document = for_print(
        html=edition.source_html,
        title=title_of(drawn),
        partnership_name=edition.tenant.name,
        edition=f"Edition {edition.number}, correct on {day}",
    )
    return RenderJob(edition_id=edition.pk, html=edition.source_html, document=document)
