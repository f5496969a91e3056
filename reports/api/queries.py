"""What the API gives of published reports. Public scope; the same editions as the public pages, without their bytes."""

from typing import Any

from django.db.models import F, QuerySet

from reports.areas.public_queries import standing_editions
from reports.publication.models import Edition, EditionFile
from reports.publication.queries import latest_edition
from reports.publication.types import PublishedEdition

COLUMNS = ("id", "urn", "school_name", "year", "kind", "number", "published_at", "withdrawn_at", "withdrawn_because")


def editions(
    *, urn: int | None = None, year: int | None = None, partnership: str | None = None
) -> "QuerySet[Edition, dict[str, Any]]":
    """Editions that stand at an address, withdrawn ones too, as plain values for a cursor page. No query yet."""
    wanted = {"urn": urn, "year": year, "tenant__slug": partnership}
    rows = standing_editions().filter(**{name: value for name, value in wanted.items() if value is not None})
    return rows.values(*COLUMNS, partnership=F("tenant__slug"))  # type: ignore[no-any-return] # the scoped manager is Any


def edition(*, urn: int, year: int, kind: str) -> dict[str, Any] | None:
    """One edition with its summary and its files, or None. Two queries; a withdrawn one has neither."""
    row = editions(urn=urn, year=year).filter(kind=kind).first()
    found = latest_edition(urn, year, kind)
    if row is None or found is None:
        return None
    shown = {} if found.is_withdrawn else found.summary
    return dict(row) | {"summary": shown or None, "files": _files(found)}


def _files(found: PublishedEdition) -> list[dict[str, Any]]:
    rows = EditionFile.objects.filter(edition_id=found.id).order_by("format")
    addresses = {"html": found.address, "pdf": f"{found.address.rstrip('/')}.pdf"}
    columns = ("format", "sha256", "bytes_long", "pages", "stored_at")
    return [row | {"address": addresses[row["format"]]} for row in rows.values(*columns)]
