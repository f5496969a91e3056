"""What crosses the layers of cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lscp_portal.workflow import Offer
from schools.register.types import SchoolChange, SchoolFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CyclePlan:
    """What somebody typed to plan a cycle. year: in which the academic year begins. section_codes: of a deep dive."""

    framework_id: int
    name: str
    year: int
    mode: str
    section_codes: tuple[str, ...]
    opens_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An open school that has no audit, and why. can_be_invited: nothing but the asking is missing."""

    school_id: int
    urn: int
    name: str
    reason: str
    can_be_invited: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening a cycle would do, or did."""

    invited: int
    left_out: Sequence[LeftOut]
    fewest_indicators: int
    most_indicators: int


class CycleExists(Exception):
    """There is a cycle of this year and mode already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which audits of a cycle somebody looks for: words of a school, a state, from which row on."""

    words: str = ""
    state: str = ""
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
    section_codes: Sequence[str]
    state: str
    state_words: str
    opens_on: date
    due_on: date
    is_late: bool
    opened_at: datetime | None
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


@dataclass(frozen=True, slots=True)
class AuditOfSchool:
    """One audit of a school, on the school's page."""

    cycle_id: int
    cycle: str
    state_words: str
    due_on: date
    submitted_at: datetime | None
    indicators: int


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """A school: what the register says, its audits, and what imports changed about it."""

    school: SchoolFacts
    audits: Sequence[AuditOfSchool]
    changes: Sequence[SchoolChange]
