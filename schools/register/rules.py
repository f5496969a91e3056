"""From a row of the national register to a school of ours, and what is different."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from schools.register.establishment import Establishment, Status
from schools.register.models import RegisterChange, School
from schools.register.types import FieldChange

Kind = RegisterChange.Kind
STATUSES = {
    Status.OPEN: School.Status.OPEN,
    Status.CLOSING: School.Status.CLOSING,
    Status.PROPOSED: School.Status.PROPOSED,
    Status.CLOSED: School.Status.CLOSED,
}
OPEN = frozenset({School.Status.OPEN, School.Status.CLOSING})
PHASES = (  # as the register spells them
    "Nursery",
    "Primary",
    "Middle deemed primary",
    "Secondary",
    "Middle deemed secondary",
    "All-through",
    "16 plus",
    "Not applicable",
)
LABELS = {
    "name": "Name",
    "status": "Status",
    "establishment_type": "Type",
    "type_group": "Type group",
    "phase": "Phase",
    "la_code": "Local authority code",
    "la_name": "Local authority",
    "establishment_number": "Establishment number",
    "low_age": "Youngest age",
    "high_age": "Oldest age",
    "number_of_pupils": "Pupils",
    "trust_uid": "Trust number",
    "trust_name": "Trust",
    "street": "Street",
    "locality": "Locality",
    "town": "Town",
    "postcode": "Postcode",
    "website": "Website",
    "opened_on": "Opened on",
    "closed_on": "Closed on",
    "left_area_on": "Left the area on",
}
FILLED = (*(column for column in LABELS if column != "left_area_on"), "gias_profile")
# Cells of the profile that have a column of their own: said once.
SAID_ALREADY = frozenset(
    {
        "TypeOfEstablishment (name)",
        "EstablishmentTypeGroup (name)",
        "PhaseOfEducation (name)",
        "StatutoryLowAge",
        "StatutoryHighAge",
    }
)


def columns_of(row: Establishment) -> dict[str, Any]:
    """The columns of School that this row fills, each as long as its column."""
    return {
        "name": row.name[:200],
        "status": STATUSES[row.status],
        "establishment_type": row.type_name[:80],
        "type_group": row.type_group[:60],
        "phase": row.phase[:40],
        "la_code": row.la_code,
        "la_name": row.la_name[:80],
        "establishment_number": row.establishment_number[:4],
        "low_age": row.low_age if (row.low_age or 0) < 1000 else None,  # noqa: PLR2004 - no age has four digits
        "high_age": row.high_age if (row.high_age or 0) < 1000 else None,  # noqa: PLR2004
        "number_of_pupils": row.number_of_pupils,
        "trust_uid": row.trust_uid[:12],
        "trust_name": row.trust_name[:160],
        "street": row.street[:120],
        "locality": row.locality[:120],
        "town": row.town[:80],
        "postcode": row.postcode[:10],
        "website": row.website[:200],
        "opened_on": row.open_date,
        "closed_on": row.close_date,
        "gias_profile": dict(row.profile),
    }


def differences(school: School, wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Column -> [before, after], as JSON keeps it; of the profile, those cells only that differ."""
    found = {
        column: [_plain(getattr(school, column)), _plain(value)]
        for column, value in wanted.items()
        if getattr(school, column) != value
    }
    if "gias_profile" in found:
        found["gias_profile"] = _only_different(school.gias_profile, wanted["gias_profile"])
    return found


def _only_different(before: Mapping[str, str], after: Mapping[str, str]) -> list[object]:
    headings = [heading for heading in {**before, **after} if before.get(heading) != after.get(heading)]
    return [{heading: side[heading] for heading in headings if heading in side} for side in (before, after)]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def kind_of_change(school: School, wanted: Mapping[str, Any]) -> str:
    """The word for what happened to a school we know: the one the partnership needs to hear first."""
    if school.left_area_on is not None:
        return Kind.MOVED_IN
    if school.status in OPEN and wanted["status"] == School.Status.CLOSED:
        return Kind.CLOSED
    if school.status == School.Status.CLOSED and wanted["status"] in OPEN:
        return Kind.REOPENED
    return Kind.CHANGED


def kind_of_arrival(row: Establishment, *, last_import: date | None, was_closed: bool) -> str:
    """New; opened again; or moved into the area: it was open before our last import and was not ours then.

    was_closed: the last import saw it in our area, closed.
    """
    if was_closed:
        return Kind.REOPENED
    was_there = last_import is not None and row.open_date is not None and row.open_date < last_import
    return Kind.MOVED_IN if was_there else Kind.NEW


def in_words(fields: Mapping[str, list[Any]]) -> list[FieldChange]:
    """What an import changed about one school, field by field."""
    rows = [
        FieldChange(label, _said(column, fields[column][0]), _said(column, fields[column][1]))
        for column, label in LABELS.items()
        if column in fields
    ]
    before, after = fields.get("gias_profile", [{}, {}])
    headings = [heading for heading in {**before, **after} if heading not in SAID_ALREADY]
    return rows + [
        FieldChange(heading.removesuffix(" (name)"), before.get(heading) or "blank", after.get(heading) or "blank")
        for heading in headings
    ]


def _said(column: str, value: object) -> str:
    if value in (None, ""):
        return "blank"
    if column == "status":
        return str(School.Status(str(value)).label)
    if column.endswith("_on"):
        return f"{date.fromisoformat(str(value)):%-d %B %Y}"
    return str(value)
