"""What crosses the layers of chasing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

NO_DAYS: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung. offset: working days after the due date, negative before it. roles: who gets an e-mail; else empty."""

    key: str
    offset: int
    channel: str
    roles: tuple[str, ...] = ()
    subject: str
    text: str

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Step":
        """From JSON as it was kept."""
        return cls(**{**kept, "roles": tuple(kept["roles"])})

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "roles": list(self.roles)}

    @property
    def is_email(self) -> bool:
        """Sent by itself."""
        return self.channel == "email"

    @property
    def when_words(self) -> str:
        """When it is due: "3 working days before the due date"."""
        if self.offset == 0:
            return "On the due date"
        days = abs(self.offset)
        return f"{days} working day{'' if days == 1 else 's'} {'before' if self.offset < 0 else 'after'} the due date"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps in the order of their days. version: 0 for the default that everybody starts with."""

    version: int
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step | None:
        """The step of this key."""
        return next((step for step in self.steps if step.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chased:
    """One school's return as the ladder looks at it.

    opened_on: when the school was asked. closed: its holidays. holders: role -> person ids. sent: steps e-mailed
    already, to whomever. held: (step, person) held back. tasks: steps by hand that are on the list already.
    """

    audit_id: int
    school_id: int
    cycle_id: int
    urn: int
    school: str
    state: str
    due_on: date
    opened_on: date
    closed: frozenset[date] = NO_DAYS
    holders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    sent: frozenset[str] = frozenset()
    held: frozenset[tuple[str, int]] = frozenset()
    tasks: frozenset[str] = frozenset()
    paused_until: date | None = None
    paused_because: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may get a letter. unreachable: why no letter can arrive, "" when it can."""

    id: int
    name: str
    unreachable: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What was sent. counts: (cycle, person) -> letters so far; days: (cycle, person, day) that are taken."""

    counts: Mapping[tuple[int, int], int] = field(default_factory=dict)
    days: frozenset[tuple[int, int, date]] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """One e-mail of the day. about: (audit, its step), by school. step: whose words it has, the furthest of them."""

    cycle_id: int
    person_id: int
    step: Step
    about: tuple[tuple[Chased, Step], ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Why somebody gets nothing. person_id: None when it is about everybody at the school."""

    audit: Chased
    step: Step
    person_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Everything of one day. stuck: schools whose step is due and whom no letter can reach."""

    day: date
    letters: Sequence[PlannedLetter] = ()
    tasks: Sequence[tuple[Chased, Step]] = ()
    silences: Sequence[Silence] = ()
    stuck: Sequence[tuple[Chased, Step]] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """All that the plan of a day is made of."""

    ladder: Ladder
    chased: Sequence[Chased]
    readers: Mapping[int, Reader]
    history: History


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a school can ask. phone: "" when nobody wrote one down."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One school in a letter: its date, and what is left to do in a sentence."""

    school: str
    due_on: date
    left: str


class LadderChanged(Exception):
    """Somebody else has changed the ladder meanwhile."""
