"""What crosses the layers of the change list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schools.register.types import FieldChange


@dataclass(frozen=True, slots=True)
class Undecided:
    """How many changes of the register wait for a decision, and since when the oldest does."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided about one change. choice: accept, hold or explain. comes_back_on: of hold only."""

    choice: str
    note: str = ""
    comes_back_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """One change in a list, in words. fields: empty for a school that is new."""

    id: int
    urn: int
    school: str
    school_id: int | None
    kind_words: str
    group: str
    state: str
    state_words: str
    fields: Sequence[FieldChange]
    waiting_since: datetime
    note: str
    comes_back_on: date | None
    decided_at: datetime | None
    decided_by: str
    file_name: str
    is_set_aside: bool

    @property
    def may_change_what_is_asked(self) -> bool:
        """Its type, phase, ages, boarding and the like would be other than they are."""
        return self.group == "asked"


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many of one kind wait."""

    key: str
    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """Up to a hundred changes in one state. groups: of those that wait; total: all that fit what was asked."""

    groups: Sequence[GroupCount]
    held: int
    explained: int
    rows: Sequence[ProposalRow]
    total: int
    start: int

    @property
    def waiting(self) -> int:
        """How many are to be decided."""
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, slots=True)
class Preview:
    """What accepting a whole group would do. up_to: the newest change that is on the page."""

    group: str
    title: str
    rows: Sequence[ProposalRow]
    count: int
    up_to: int


@dataclass(frozen=True, slots=True)
class SchoolNote:
    """Why a school is not as the register says: kept with the school."""

    proposal_id: int
    note: str
    fields: Sequence[FieldChange]
    kind_words: str
    decided_at: datetime
    decided_by: str
    is_held_until: date | None
