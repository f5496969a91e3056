"""What crosses the layers of cycles."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audits.cycles.models import CycleGroup
from audits.frameworks.applicability import SchoolProfile
from lscp_portal.workflow import Offer
from schools.register.models import School


@dataclass(frozen=True, slots=True, kw_only=True)
class CyclePlan:
    """What somebody typed to plan a cycle. year: in which the academic year begins. section_codes: of a deep dive.

    new_schools_full: a school that never handed in a full audit gets one, also in a light year or deep dive.
    """

    framework_id: int
    name: str
    year: int
    mode: str
    section_codes: tuple[str, ...]
    opens_on: date
    due_on: date
    new_schools_full: bool = False


class Obstacle(enum.StrEnum):
    """Why a school is not asked now."""

    UNCLEAR = "unclear"
    NOT_ASKED = "not_asked"
    NO_GROUP = "no_group"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is planned for one open school without an audit. why: for a mode that is not the cycle's.

    profile: None while the register does not tell it. obstacle, reason: None and "" when it is asked now.
    """

    school: School
    profile: SchoolProfile | None
    mode: str
    why: str
    group: CycleGroup | None
    indicator_ids: list[int]
    obstacle: Obstacle | None
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An open school that has no audit, and why. can_be_invited: nothing but the asking is missing."""

    school_id: int
    urn: int
    name: str
    reason: str
    can_be_invited: bool = False
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opening a cycle would do, or did. later: schools of groups that open on a later day.

    untold: schools that are asked while neither a safeguarding lead nor a head has joined who could get the e-mail.
    """

    invited: int
    left_out: Sequence[LeftOut]
    not_asked: Sequence[LeftOut] = ()
    later: int = 0
    fewest_indicators: int
    most_indicators: int
    untold: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group of a cycle. schools: planned or asked. warnings: dates on which schools are closed, in sentences."""

    id: int
    name: str
    opens_on: date
    due_on: date
    is_open: bool
    schools: int
    submitted: int
    warnings: Sequence[str]


class CycleExists(Exception):
    """There is a cycle of this year and mode already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which audits of a cycle somebody looks for: words of a school, a state, a group (0: any), from which row on.

    is_late: past their day and not handed in.
    """

    words: str = ""
    state: str = ""
    group: int = 0
    is_late: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One cycle in a list, and how far it has come."""

    id: int
    name: str
    year_words: str
    mode_words: str
    state: str
    state_words: str
    due_on: date
    audits: int
    submitted: int


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One school's return in a list."""

    audit_id: int
    school_id: int
    urn: int
    school: str
    state: str
    state_words: str
    submitted_at: datetime | None
    indicators: int
    due_on: date
    mode_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CyclePage:
    """A cycle as its page shows it.

    counts: (state, words, schools) in the order of the workflow, without empty states. rows: up to 100 audits; found:
    all that the search finds. without: open schools that have no audit in this open cycle. plan: what opening would
    do, while it is planned.
    """

    id: int
    name: str
    year_words: str
    mode_words: str
    framework_id: int
    framework: str
    sections: Sequence[str]
    state: str
    state_words: str
    opens_on: date
    due_on: date
    is_late: bool
    opened_at: datetime | None
    closed_on: date | None
    late: int
    groups: Sequence[GroupRow]
    extensions: Sequence[tuple[str, int]]
    requests: int
    different: Sequence[LeftOut]
    warnings: Sequence[str]
    offers: Sequence[Offer]
    counts: Sequence[tuple[str, str, int]]
    total: int
    rows: Sequence[AuditRow]
    found: int
    start: int
    without: Sequence[LeftOut]
    plan: Opening | None

    @property
    def offered(self) -> frozenset[str]:
        """Names of the transitions this person may make now."""
        return frozenset(offer.name for offer in self.offers if offer.is_ready)

    @property
    def can_be_invited(self) -> int:
        """How many of the schools without an audit nothing but the asking is missing for."""
        return sum(row.can_be_invited for row in self.without)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingPage:
    """What closing a cycle means. late: (school, urn, due on) of returns past their day; waiting: the rest.

    can_go_on: how many of them have more time that is not over yet.
    """

    id: int
    name: str
    late: Sequence[tuple[str, int, date]]
    waiting: int
    can_go_on: int
    groups_to_open: int
