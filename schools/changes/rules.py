"""Which changes are of which kind, what they mean for our columns, and what must hold before one is set aside."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from lscp_portal.workflow import Blocker
from schools.changes.models import Proposal
from schools.register.models import RegisterChange, School
from schools.register.rules import FILLED

Kind, Group = RegisterChange.Kind, Proposal.Group
ARRIVALS = frozenset({Kind.NEW, Kind.MOVED_IN, Kind.REOPENED})
HARMLESS = frozenset({"number_of_pupils", "website", "street", "locality", "establishment_number"})
ASKING = frozenset({"establishment_type", "type_group", "phase", "low_age", "high_age", "gias_profile"})
DAYS = frozenset({"opened_on", "closed_on", "left_area_on"})
HARMLESS_WORDS = "pupils, website, street, locality and establishment number"


def group_of(kind: str, fields: Mapping[str, object]) -> str:
    """Where a change stands in the list: changes of everyday fields only are kept apart from those that matter."""
    if kind != Kind.CHANGED:
        return kind
    if fields.keys() & ASKING:
        return Group.ASKED
    return Group.HARMLESS if fields.keys() <= HARMLESS else Group.OTHER


def fields_of_arrival(school: School) -> dict[str, list[Any]]:
    """Every column of a school that is not ours yet, as a change from nothing."""
    found: dict[str, list[Any]] = {}
    for column in FILLED:
        value = getattr(school, column)
        found[column] = [{} if column == "gias_profile" else None, _plain(value)]
    return found


def says_the_same(proposal: Proposal, *, kind: str, fields: Mapping[str, object]) -> bool:
    """Whether the register still says what it said when this was proposed."""
    return proposal.kind == kind and proposal.fields == fields


def apply(school: School, proposal: Proposal) -> None:
    """Set our columns to the register's. Of the profile, only the cells that differ are touched."""
    for column, (before, after) in proposal.fields.items():
        if proposal.kind == Kind.MOVED_OUT:
            break
        if column == "gias_profile":
            kept = {heading: cell for heading, cell in (school.gias_profile or {}).items() if heading not in before}
            school.gias_profile = {**kept, **after}
        else:
            setattr(school, column, date.fromisoformat(after) if column in DAYS and after else _given(column, after))
    if proposal.kind == Kind.MOVED_OUT:
        school.left_area_on = timezone.localdate(proposal.register_import.imported_at)


def says_why(proposal: Proposal) -> Iterator[Blocker]:
    """A change that is not taken over says why: somebody will ask next year."""
    if not proposal.note.strip():
        yield Blocker("note", "Say why, so that whoever comes after you can understand it.")


def comes_back(proposal: Proposal) -> Iterator[Blocker]:
    """A change that is held comes back on a day to come."""
    if proposal.comes_back_on is None or proposal.comes_back_on <= timezone.localdate():
        yield Blocker("comes_back_on", "Give a day after today on which the change comes back to you.")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _given(column: str, value: object) -> object:
    return None if value in (None, "") and column in DAYS else value
