"""Finding a school and what was published of it. Public scope: columns everybody may see."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Length

from lscp_portal.tenancy.models import Partnership
from reports.parents.types import FoundSchool, SchoolPage, SearchPage
from reports.publication.models import Edition, EditionFile
from reports.publication.queries import published_editions_of
from reports.publication.types import PublishedEdition
from schools.links.queries import came_before
from schools.register.models import OPEN_HERE, School

SHOWN = 50
NEAR_SHOWN = 10
NEAR_ENOUGH = 0.35
WORDS = 6
LONGEST = 100
MARKS = "'’‘`´."  # noqa: RUF001 - phones write another apostrophe than the register, and most people write none
INWARD = 3  # signs in the second half of a postcode
URN = re.compile(r"^(?:urn)?([0-9]{5,7})$", re.ASCII)
POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?(?:[0-9][A-Z]{0,2})?$")
FIRST_HALF = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?$")
COLUMNS = ("urn", "name", "town", "postcode", "phase", "establishment_type")
PARTNERSHIP = tuple(f"tenant__{name}" for name in ("slug", "name", "code", "safeguarding_phone", "out_of_hours_phone"))


def find_schools(asked: str) -> SearchPage:
    """Schools by URN, postcode, name, part of a name, or town; near spellings when nothing matches. At most 8 queries.

    asked: as typed; anything is allowed. A search finds open schools that are in an area of this service.
    """
    asked = " ".join(asked.replace("\x00", " ").split())[:LONGEST].strip()
    if not asked:
        return SearchPage(asked=asked, schools=[])
    compact = asked.upper().replace(" ", "")
    searches = (_by_urn(compact), *_by_postcode(compact), _by_words(asked), _by_words_without_marks(asked))
    pages = (_page(asked, rows, by) for rows, by in filter(None, searches))
    return next((page for page in pages if page.schools), None) or _near(asked)


Search = tuple["QuerySet[School]", str]


def _by_urn(compact: str) -> Search | None:
    found = URN.match(compact.lower())
    return (_open().filter(urn=int(found[1])).order_by("name"), f"URN {found[1]}") if found else None


def _by_postcode(compact: str) -> list[Search]:
    """The postcode itself, its first half, or as far as it was typed. ZZ1 is not ZZ10, so the length counts."""
    if not POSTCODE.match(compact):
        return []
    first, second = compact[:-INWARD], compact[-INWARD:]
    searches = [(_in_half(compact), f"postcode beginning with {compact}")]
    if FIRST_HALF.match(first):
        searches += [
            (_open().filter(postcode_compact=compact).order_by("name"), f"postcode {first} {second}"),
            (_in_half(first), f"postcode beginning with {first}"),
        ]
    begun = _open().filter(postcode_compact__startswith=compact).order_by("postcode_compact", "name")
    return [*searches, (begun, f"postcode beginning with {compact}")]


def _in_half(half: str) -> "QuerySet[School]":
    rows = _open().alias(signs=Length("postcode_compact"))
    return rows.filter(postcode_compact__startswith=half, signs=len(half) + INWARD).order_by("postcode_compact", "name")


def _by_words(asked: str) -> Search:
    words = asked.lower().split()[:WORDS]
    holds_all = reduce(and_, (Q(search_text__contains=word) for word in words))
    return _open().filter(holds_all).order_by("name", "urn"), f"“{asked}” in the name or town"


def _by_words_without_marks(asked: str) -> Search | None:
    """“st marys” is “St. Mary's”. Only after the words as typed found nothing: it reads every row."""
    words = asked.lower().translate(dict.fromkeys(map(ord, MARKS))).split()[:WORDS]
    if not words:
        return None
    bare = Func(F("search_text"), Value(MARKS), Value(""), function="translate", output_field=TextField())
    holds_all = reduce(and_, (Q(bare__contains=word) for word in words))
    return _open().alias(bare=bare).filter(holds_all).order_by("name", "urn"), f"“{asked}” in the name or town"


def _near(asked: str) -> SearchPage:
    likeness = TrigramWordSimilarity(asked.lower(), "search_text")
    near = _open().annotate(likeness=likeness).filter(likeness__gte=NEAR_ENOUGH).order_by("-likeness", "name")
    schools = _rows(near[:NEAR_SHOWN])
    return SearchPage(asked=asked, schools=schools, by="a similar spelling", near=bool(schools))


def _open() -> "QuerySet[School]":
    """Open schools with the number of reports that can be read of each; corrected editions are not counted twice."""
    published = Edition.objects.filter(urn=OuterRef("urn"), withdrawn_at=None).exclude(published_at=None)
    counted = published.order_by().values("urn").annotate(total=Count("report_id", distinct=True)).values("total")
    rows: QuerySet[School] = School.objects.filter(OPEN_HERE).annotate(reports=Coalesce(Subquery(counted), 0))
    return rows.only(*COLUMNS)


def _page(asked: str, found: "QuerySet[School]", by: str) -> SearchPage:
    schools = _rows(found[: SHOWN + 1])
    return SearchPage(asked=asked, schools=schools[:SHOWN], by=by, more=len(schools) > SHOWN)


def _rows(found: Iterable[School]) -> list[FoundSchool]:
    return [
        FoundSchool(
            urn=row.urn,
            name=row.name,
            place=", ".join(part for part in (row.town, row.postcode) if part),
            phase=row.kind,
            reports=row.reports,  # type: ignore[attr-defined] # annotated by _open
        )
        for row in found
    ]


def school_page(urn: int) -> SchoolPage | None:
    """A school's public page; None when no partnership here has it. Three queries.

    A school that moved has a row in both areas: the area where it is now comes first.
    """
    shown = (*COLUMNS, "street", "locality", "low_age", "high_age", "status", "left_area_on", "tenant", *PARTNERSHIP)
    here_first = School.objects.filter(urn=urn).select_related("tenant").only(*shown).order_by("-left_area_on", "-pk")
    school = here_first.first()
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
        phase=school.kind,
        ages=ages,
        is_closed=school.status == School.Status.CLOSED,
        left_on=school.left_area_on,
        partnership=school.tenant,
        editions=_standing(published_editions_of(urn)),
        before=[(step.was, step.earlier) for step in came_before(urn=urn)],
    )


def _standing(editions: Iterable[PublishedEdition]) -> list[PublishedEdition]:
    """What stands at each address: the newest edition, also when it was withdrawn."""
    newest: dict[tuple[int, str], PublishedEdition] = {}
    for edition in editions:
        newest.setdefault((edition.year, edition.kind), edition)
    return list(newest.values())


def partnership_of(tenant_id: int) -> Partnership:
    """The partnership that published an edition. One query."""
    return Partnership.objects.get(pk=tenant_id)


def pdf_size(edition_id: int) -> tuple[int, int | None] | None:
    """Bytes and pages of the stored PDF, without reading it; None when there is none. One query."""
    rows = EditionFile.objects.filter(edition_id=edition_id, format=EditionFile.Format.PDF)
    return rows.values_list("bytes_long", "pages").first()
