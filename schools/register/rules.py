"""From a row of the national register to a school of ours, and what is different."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from schools.register.establishment import Establishment
from schools.register.models import RegisterChange, School

Kind = RegisterChange.Kind
STATUSES = {
    "Open": School.Status.OPEN,
    "Open, but proposed to close": School.Status.CLOSING,
    "Proposed to open": School.Status.PROPOSED,
    "Closed": School.Status.CLOSED,
}
OPEN = frozenset({School.Status.OPEN, School.Status.CLOSING})


def columns_of(row: Establishment) -> dict[str, Any]:
    """The columns of School that this row fills."""
    return {
        "name": row.name,
        "status": STATUSES[str(row.status)],
        "establishment_type": row.type_name[:80],
        "type_group": row.type_group[:60],
        "phase": row.phase[:40],
        "la_code": row.la_code,
        "la_name": row.la_name[:80],
        "establishment_number": row.establishment_number[:4],
        "low_age": row.low_age,
        "high_age": row.high_age,
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
    """Column -> [before, after], as JSON keeps it."""
    return {
        column: [plain(getattr(school, column)), plain(value)]
        for column, value in wanted.items()
        if getattr(school, column) != value
    }


def plain(value: object) -> object:
    """A value as JSON keeps it."""
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


def kind_of_arrival(row: Establishment, last_import: date | None) -> str:
    """New, or moved into the area: it was open before our last import and was not ours then."""
    was_there = last_import is not None and row.open_date is not None and row.open_date < last_import
    return Kind.MOVED_IN if was_there else Kind.NEW
