"""What crosses the layers of extensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTime:
    """A new due date and why. reason: a key of models.Reason; words: for the school, needed for another reason."""

    due_on: date
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A school that was chosen and got no more time, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extended:
    """How many schools got more time, and which did not."""

    schools: int
    skipped: Sequence[Skipped]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRow:
    """One extension. by: a name, or ""."""

    school_id: int
    school: str
    urn: int
    due_before: date
    due_after: date
    reason: str
    words: str
    by: str
    granted_at: datetime
    asked_for_by_school: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A school's request for more time, and the answer where there is one. due_on: as it is now."""

    id: int
    cycle_id: int
    cycle: str
    school_id: int
    school: str
    urn: int
    state: str
    reason: str
    words: str
    wished_on: date
    asked_by: str
    asked_at: datetime
    due_on: date
    answer: str
    granted_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionsPage:
    """More time in one cycle: what waits for an answer, and what was given. total: of those given."""

    cycle_id: int
    cycle: str
    can_extend: bool
    waiting: Sequence[RequestRow]
    given: Sequence[ExtensionRow]
    total: int
    by_reason: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePage:
    """A school's own page about its time. refused: why it cannot ask now, or ""."""

    audit_id: int
    cycle: str
    due_on: date
    given: Sequence[ExtensionRow]
    requests: Sequence[RequestRow]
    refused: str


@dataclass(frozen=True, slots=True)
class Unsubmitted:
    """A return that is not handed in, as a line to choose."""

    audit_id: int
    school: str
    urn: int
    state: str
    due_on: date
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendPage:
    """Returns to choose from. found: all that the search finds; start: of the hundred shown."""

    cycle_id: int
    cycle: str
    rows: Sequence[Unsubmitted]
    found: int
    start: int
