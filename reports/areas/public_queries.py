"""Published area summaries and the reports of an area. Public scope; only columns that everybody may read."""

import hashlib
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from lscp_portal.tenancy.models import Partnership
from lscp_portal.ui.types import Pages
from reports.areas.models import AreaSummary
from reports.areas.tidy import from_json, write_csv
from reports.areas.types import AlteredFigures, Area, AreaReport, AreaReports, Frozen, year_in_words
from reports.publication.models import Edition
from reports.publication.types import public_address

PER_PAGE = 50
COLUMNS = ("year", "figures", "sha256", "frozen_at", "published_at", "tenant__slug", "tenant__name", "tenant__code")


def areas() -> list[Area]:
    """Every partnership with the years it has published, by name. Two queries."""
    published: dict[str, list[int]] = {}
    rows = AreaSummary.objects.filter(state="published").order_by("-year").values_list("tenant__slug", "year")
    for slug, year in rows:
        published.setdefault(slug, []).append(year)
    found = Partnership.objects.order_by("name").values_list("slug", "name")
    return [Area(slug, name, [(year, year_in_words(year)) for year in published.get(slug, ())]) for slug, name in found]


def partnership_by_slug(slug: str) -> Partnership | None:
    """The partnership of an address. One query."""
    return Partnership.objects.filter(slug=slug).first()


def published_years(slug: str) -> list[tuple[int, str]]:
    """The years of one partnership that are published, newest first. One query."""
    rows = AreaSummary.objects.filter(state="published", tenant__slug=slug).order_by("-year")
    return [(year, year_in_words(year)) for year in rows.values_list("year", flat=True)]


def published_summary(*, slug: str, year: int) -> Frozen | None:
    """One published summary; None when there is none. One query. Raises AlteredFigures."""
    row = AreaSummary.objects.filter(state="published", tenant__slug=slug, year=year).values(*COLUMNS).first()
    return _frozen(row) if row else None


def csv_of(summary: Frozen) -> str:
    """The data file, proved to be the one that was hashed when it was frozen. No query. Raises AlteredFigures."""
    written = write_csv(summary.rows)
    if hashlib.sha256(written.encode()).hexdigest() != summary.sha256:
        raise AlteredFigures(f"{summary.slug} {summary.year}")
    return written


def reports_of(*, slug: str, page: int) -> AreaReports:
    """The reports that can be read in one area, by school; 50 a page. Two queries."""
    rows = (
        standing_editions().filter(tenant__slug=slug, withdrawn_at=None).order_by("school_name", "urn", "-year", "kind")
    )
    total = rows.count()
    last = max(1, -(-total // PER_PAGE))
    here = min(max(page, 1), last)
    first = (here - 1) * PER_PAGE
    found = rows.values("urn", "year", "kind", "school_name", "published_at", "summary__cycle")[
        first : first + PER_PAGE
    ]
    return AreaReports([_report(dict(row)) for row in found], total, _pages(slug, here, last))


def standing_editions() -> "QuerySet[Edition]":
    """For each address the edition that stands there, perhaps withdrawn: a later one takes an earlier one's place."""
    same_address = Edition.objects.filter(urn=OuterRef("urn"), year=OuterRef("year"), kind=OuterRef("kind"))
    newest = same_address.exclude(published_at=None).order_by("-published_at", "-number")
    return Edition.objects.exclude(published_at=None).filter(pk=Subquery(newest.values("pk")[:1]))


def summaries(*, slug: str | None = None) -> "QuerySet[AreaSummary, dict[str, Any]]":
    """Published summaries without their rows, newest first, for the API to page through. No query yet."""
    rows = AreaSummary.objects.filter(state="published")
    if slug is not None:
        rows = rows.filter(tenant__slug=slug)
    columns = {"partnership": F("tenant__slug"), "lscp_code": F("tenant__code"), "lscp_name": F("tenant__name")}
    return rows.order_by("-published_at").values(
        "id", "year", "published_at", "frozen_at", csv_sha256=F("sha256"), **columns
    )


def _frozen(row: dict[str, Any]) -> Frozen:
    return Frozen(
        slug=row["tenant__slug"],
        partnership_name=row["tenant__name"],
        code=row["tenant__code"],
        year=row["year"],
        rows=from_json(row["figures"]),
        sha256=row["sha256"],
        frozen_at=row["frozen_at"],
        published_at=row["published_at"],
    )


def _report(row: dict[str, Any]) -> AreaReport:
    address = public_address(urn=row["urn"], year=row["year"], kind=row["kind"])
    return AreaReport(row["school_name"], address, row["summary__cycle"] or "Report", row["published_at"])


def _pages(slug: str, here: int, last: int) -> Pages:
    def href(page: int) -> str:
        return f"/areas/{slug}/?page={page}#reports" if 1 <= page <= last else ""

    position = f"Page {here} of {last}" if last > 1 else ""
    return Pages(previous_href=href(here - 1), next_href=href(here + 1), position=position)
