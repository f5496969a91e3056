"""Finding a school and what was published of it. Public scope: columns everybody may see."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lscp_portal.tenancy.models import Partnership
from reports.parents.types import FoundSchool, SchoolPage, SearchPage
from reports.publication.models import Edition
from reports.publication.queries import published_editions_of
from schools.register.models import OPEN_HERE, School

SHOWN = 50
NEAR_ENOUGH = 0.45
WORDS = 6
POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?([0-9][A-Z]{0,2})?$")
COLUMNS = ("urn", "name", "town", "postcode", "postcode_compact", "phase")


def find_schools(asked: str) -> SearchPage:
    """Schools by URN, postcode, name, part of it, or town; near spellings when nothing matches. At most 2 queries."""
    asked = " ".join(asked.replace("\x00", " ").split())[:100]
    compact = asked.upper().replace(" ", "")
    if not asked:
        return SearchPage(asked=asked, schools=[])
    if asked.isdecimal() and asked.isascii():
        return _page(asked, _open().filter(urn=int(asked[:7])).order_by("name"), f"URN {asked}")
    if POSTCODE.match(compact):
        return _by_postcode(asked, compact)
    words = asked.lower().split()[:WORDS]
    found = _open().filter(reduce(and_, (Q(search_text__contains=word) for word in words))).order_by("name", "urn")
    page = _page(asked, found, f"has “{asked}” in its name or town")
    return page if page.schools else _near(asked)


def _by_postcode(asked: str, compact: str) -> SearchPage:
    exact = _page(asked, _open().filter(postcode_compact=compact).order_by("name"), f"its postcode is {asked.upper()}")
    if exact.schools:
        return exact
    area = compact[:-3] if len(compact) > 4 else compact  # noqa: PLR2004 - the inward part has three signs
    nearby = _open().filter(postcode_compact__startswith=area).order_by("postcode_compact", "name")
    return _page(asked, nearby, f"its postcode begins with {area}")


def _near(asked: str) -> SearchPage:
    likeness = TrigramWordSimilarity(asked.lower(), "search_text")
    near = _open().annotate(likeness=likeness).filter(likeness__gte=NEAR_ENOUGH).order_by("-likeness", "name")[:10]
    return SearchPage(asked=asked, schools=_rows(near, "a near spelling"), near=True)


def _open() -> "QuerySet[School]":
    published = Edition.objects.filter(urn=OuterRef("urn"), withdrawn_at=None).exclude(published_at=None)
    counted = published.order_by().values("urn").annotate(total=Count("pk")).values("total")
    schools: QuerySet[School] = School.objects.filter(OPEN_HERE)
    return schools.annotate(reports=Coalesce(Subquery(counted), 0)).only(*COLUMNS)


def _page(asked: str, found: "QuerySet[School]", why: str) -> SearchPage:
    schools = _rows(found[: SHOWN + 1], why)
    return SearchPage(asked=asked, schools=schools[:SHOWN], more=len(schools) > SHOWN)


def _rows(found: Iterable[School], why: str) -> list[FoundSchool]:
    return [
        FoundSchool(
            urn=row.urn,
            name=row.name,
            place=", ".join(part for part in (row.town, row.postcode) if part),
            phase=row.phase,
            why=why,
            reports=row.reports,  # type: ignore[attr-defined]
        )
        for row in found
    ]


def school_page(urn: int) -> SchoolPage | None:
    """A school's public page; None when no partnership here has it. Two queries.

    A school that moved has a row in both areas: the area where it is now comes first.
    """
    shown = (*COLUMNS, "street", "locality", "low_age", "high_age", "left_area_on", "tenant")
    school = (
        School.objects.filter(urn=urn)
        .select_related("tenant")
        .only(*shown, *PARTNERSHIP)
        .order_by("-left_area_on")
        .first()
    )
    if school is None:
        return None
    parts = (school.street, school.locality, school.town, school.postcode)
    ages = (
        f"{school.low_age} to {school.high_age}" if school.low_age is not None and school.high_age is not None else ""
    )
    return SchoolPage(
        urn=urn,
        name=school.name,
        address=", ".join(part for part in parts if part),
        phase=school.phase,
        ages=ages,
        partnership=school.tenant,
        editions=published_editions_of(urn),
    )


PARTNERSHIP = tuple(f"tenant__{name}" for name in ("slug", "name", "code", "safeguarding_phone", "out_of_hours_phone"))


def partnership_of(tenant_id: int) -> Partnership:
    """The partnership that published an edition. One query."""
    return Partnership.objects.get(pk=tenant_id)
