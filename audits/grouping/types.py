"""What crosses the layers of groups and arrangements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audits.cycles.types import GroupRow

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class GroupDates:
    """A group as somebody typed it."""

    name: str
    opens_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """How the schools of a cycle are divided. by: phase, authority, trust or size; number: of groups, by size.

    Each group opens weeks_apart after the one before, and has weeks_each to hand in.
    """

    by: str
    number: int
    opens_on: date
    weeks_apart: int
    weeks_each: int

    def dates(self, place: int) -> tuple[date, date]:
        """Opening and due date of the group at this place, the first one at 0."""
        opens_on = self.opens_on + place * self.weeks_apart * WEEK
        return opens_on, opens_on + self.weeks_each * WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFilter:
    """Which schools of a cycle somebody looks for. group: an id, "none" or ""; how: "different", "not_asked" or ""."""

    words: str = ""
    phase: str = ""
    la_code: str = ""
    trust_uid: str = ""
    group: str = ""
    how: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done with chosen schools. what: "group", "mode", "not_asked" or "by_rule".

    group_id: 0 for none. reason: for a mode, or for not asking.
    """

    what: str
    group_id: int = 0
    mode: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """For how many schools something was arranged. begun: left as they were, for their audit has begun."""

    schools: int
    begun: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """One school of a cycle as it is arranged. why: for a mode that is not the cycle's, or for not asking.

    audit_state: in words, "" before it is asked. kind: what may be searched for.
    """

    school_id: int
    urn: int
    name: str
    phase: str
    la_code: str
    trusts: frozenset[str]
    group_id: int | None
    group: str
    mode: str
    mode_words: str
    why: str
    is_asked: bool
    indicators: int
    audit_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingPage:
    """Groups and schools of a cycle. rows: up to 100 of those found; unplaced: asked this year and in no group."""

    cycle_id: int
    cycle: str
    is_planned: bool
    opens_on: date
    has_sections: bool
    mode_words: str
    groups: Sequence[GroupRow]
    rows: Sequence[SchoolRow]
    found: int
    start: int
    schools: int
    unplaced: int
    not_asked: int
    phases: Sequence[str]
    authorities: Sequence[tuple[str, str]]
    trusts: Sequence[tuple[str, str]]
