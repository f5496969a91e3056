"""The register's schools and its imports, as pages show them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from django.db.models import Count, Q, QuerySet

from lscp_portal.accounts.queries import names_of
from schools.register.models import OPEN_HERE, RegisterChange, RegisterImport, School
from schools.register.rules import in_words
from schools.register.types import (
    ChangeGroup,
    ImportPage,
    ImportRow,
    SchoolChange,
    SchoolFacts,
)

SHOWN_OF_A_KIND = 200
LEFT = "left"  # beside School.Status: schools that belong to another area now
FIRST_TO_HEAR = ("closed", "moved_out", "moved_in", "new", "reopened", "changed")


def matching(words: str, *, prefix: str = "") -> Q:
    """The condition that a school is meant by these words: all of them in its name or town, a postcode, or a URN.

    prefix: the way from the queried table to the school, such as "school__".
    """
    by_words = Q()
    for word in words.lower().split():
        by_words &= Q(**{f"{prefix}search_text__contains": word})
    compact = "".join(words.upper().split())
    found = by_words | Q(**{f"{prefix}postcode_compact__startswith": compact})
    if compact.isdecimal() and compact.isascii() and len(compact) < 8:  # noqa: PLR2004 - a URN has at most seven digits
        found |= Q(**{f"{prefix}urn": int(compact)})
    return found


def open_schools() -> list[tuple[int, str]]:
    """Ids and names of the open schools, by name, for a list to choose from. One query."""
    rows = School.objects.filter(OPEN_HERE).order_by("name", "urn").values_list("pk", "name", "urn")
    return [(pk, f"{name} ({urn})") for pk, name, urn in rows]


def profile_cells(*, school_id: int) -> tuple[str, dict[str, str]]:
    """A school's name and the cells of the register that framework rules look at. One query. Raises DoesNotExist."""
    name, cells = School.objects.values_list("name", "gias_profile").get(pk=school_id)
    return name, cells


def school_facts(*, school_id: int) -> SchoolFacts:
    """What the register says of one school. One query. Raises School.DoesNotExist."""
    return facts_of(School.objects.get(pk=school_id))


def facts_of(row: School) -> SchoolFacts:
    """The same of a school that is read already. No query."""
    ages = f"{row.low_age} to {row.high_age}" if row.low_age is not None and row.high_age is not None else ""
    return SchoolFacts(
        id=row.pk,
        urn=row.urn,
        name=row.name,
        status=status_words(row),
        is_open=row.is_open,
        establishment_type=row.establishment_type,
        phase=row.phase,
        ages=ages,
        pupils=row.number_of_pupils,
        trust=row.trust_name,
        authority=row.la_name,
        address=", ".join(filter(None, (row.street, row.locality, row.town, row.postcode))),
        website=link_of(row.website),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        left_area_on=row.left_area_on,
    )


def changes_of_school(*, urn: int) -> list[SchoolChange]:
    """What imports changed about one school, latest first. One query."""
    rows = RegisterChange.objects.filter(urn=urn).select_related("register_import").order_by("-pk")
    return [
        replace(_change(row), file_name=row.register_import.file_name, imported_at=row.register_import.imported_at)
        for row in rows[:50]
    ]


def imports() -> list[ImportRow]:
    """The last fifty imports, latest first. Three queries."""
    return _import_rows(list(_imports().order_by("-imported_at", "-pk")[:50]))


def _imports() -> "QuerySet[RegisterImport]":
    """Imports without their long lists, each with the number of changes it proposed."""
    found: QuerySet[RegisterImport] = RegisterImport.objects.defer("closed_urns").annotate(proposed=Count("proposals"))
    return found


def import_page(*, import_id: int) -> ImportPage:
    """One import with what it changed, at most 200 schools of a kind. Four queries and one for each kind there is.

    Raises RegisterImport.DoesNotExist.
    """
    row = _imports().get(pk=import_id)
    [shown] = _import_rows([row])
    counts = dict(shown.counts)
    kinds = [key for key in FIRST_TO_HEAR if kind_words(key) in counts]
    found = {key: list(row.changes.filter(kind=key).order_by("school_name", "urn")[:SHOWN_OF_A_KIND]) for key in kinds}
    urns = [change.urn for changes in found.values() for change in changes]
    ids = dict(School.objects.filter(urn__in=urns).values_list("urn", "pk"))
    groups = [
        ChangeGroup(
            key,
            kind_words(key),
            counts[kind_words(key)],
            [replace(_change(change), school_id=ids.get(change.urn)) for change in changes],
        )
        for key, changes in found.items()
    ]
    return ImportPage(shown, row.sha256, groups)


def kind_words(kind: str) -> str:
    """What happened, in words."""
    return str(RegisterChange.Kind(kind).label)


def status_words(school: School) -> str:
    """Its status, or that it left the area."""
    return "Left the area" if school.left_area_on else str(School.Status(school.status).label)


def link_of(website: str) -> str:
    """What a school typed as its website, as an address a page may link to; "" where it is none."""
    typed = website.strip()
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_sound = parts.scheme in {"http", "https"} and "." in parts.netloc and "@" not in parts.netloc
    return address if typed and is_sound and " " not in address else ""


def _import_rows(rows: Sequence[RegisterImport]) -> list[ImportRow]:
    numbers = RegisterChange.objects.filter(register_import__in=rows).values_list("register_import_id", "kind")
    counts: dict[int, Counter[str]] = {}
    for import_id, kind, number in numbers.annotate(Count("pk")):
        counts.setdefault(import_id, Counter())[kind] = number
    people = names_of(row.imported_by_id for row in rows if row.imported_by_id)
    return [
        ImportRow(
            row.pk,
            row.file_name,
            row.imported_at,
            people.get(row.imported_by_id, "Somebody who has left") if row.imported_by_id else "",
            row.rows_read,
            row.rows_of_area,
            _counts_in_words(counts.get(row.pk, Counter())),
            row.proposed,  # type: ignore[attr-defined] # annotated by _imports
        )
        for row in rows
    ]


def _counts_in_words(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(kind_words(key), counts[key]) for key in FIRST_TO_HEAR if counts.get(key)]


def _change(row: RegisterChange) -> SchoolChange:
    return SchoolChange(row.urn, row.school_name, None, row.kind, row.get_kind_display(), in_words(row.fields))
