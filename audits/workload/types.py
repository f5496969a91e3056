"""What the page of the workload shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRow:
    """One reader. handed_in: in the chosen cycle; the rest counts now. oldest_on: when the oldest open one was taken.

    questions: readings for which a school has time to answer. conflicts: schools with a declared conflict, a number
    only. is_reviewer: holds the role today.
    """

    name: str
    is_reviewer: bool
    reading: int
    handed_in: int
    oldest_on: date | None
    questions: int
    conflicts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleRow:
    """A reading in which nothing was saved for ten working days. days: since then. may_open: no conflict declared."""

    review_id: int
    school: str
    reader: str
    taken_on: date
    last_on: date
    days: int
    may_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBackRow:
    """A reading that was given back. by: whoever did it for its reader, "" for the reader."""

    review_id: int
    school: str
    reader: str
    on: date
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """The page. cycles: (id, name) to choose from; cycle_id: 0 before the first. waiting: (band in words, number).

    middle_minutes: of the cycle, None where too few were given (audits.minutes.queries).
    """

    cycles: Sequence[tuple[int, str]]
    cycle_id: int
    cycle_name: str
    readers: Sequence[ReaderRow]
    waiting: Sequence[tuple[str, int]]
    idle: Sequence[IdleRow]
    given_back: Sequence[GivenBackRow]
    middle_minutes: int | None

    @property
    def unread(self) -> int:
        """How many returns nobody reads yet."""
        return sum(number for _words, number in self.waiting)
