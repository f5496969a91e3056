"""What crosses the layers of the schools list."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lscp_portal.ui.fields import in_words

NOT_ASKED, OVERDUE, WAITING = "not_asked", "overdue", "with_school"


class Order(enum.StrEnum):
    """By what the list is sorted."""

    NAME = "name"
    STAGE = "stage"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFilter:
    """What somebody looks for; "" asks for nothing.

    kind: a type of the register; trust: its number, or "none"; governance and feature: keys of the framework of the
    current cycle, or "unclear"; stage: a state of an audit, not_asked, with_school (not handed in) or overdue; contact:
    "gap" or "mail".
    """

    words: str = ""
    phase: str = ""
    kind: str = ""
    trust: str = ""
    status: str = ""
    governance: str = ""
    feature: str = ""
    stage: str = ""
    contact: str = ""
    order: str = ""
    start: int = 0

    @property
    def asked(self) -> dict[str, str]:
        """Filters and order as an address says them; what was not asked for is left out, the page too."""
        names = {"words": "q", "kind": "type"}
        found = {
            name: str(getattr(self, name))
            for name in self.__dataclass_fields__
            if name != "start" and getattr(self, name)
        }
        return {names.get(name, name): value for name, value in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a school stands in the cycle that counts for it. mode: in words; due_on: None when nothing is due."""

    stage: str
    words: str
    cycle: str = ""
    mode: str = ""
    due_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """One school in the list. kind: its phase or type; unclear: why a person has to say what kind it is, or "".

    gaps: signatories nobody can be reached as, in words; dead: addresses of its people that refuse mail.
    """

    id: int
    urn: int
    name: str
    town: str
    kind: str
    trust: str
    status: str
    is_open: bool
    unclear: str
    standing: Standing
    gaps: Sequence[str]
    dead: Sequence[str]

    @property
    def stage(self) -> str:
        """Where it stands in words; of a school that is not open, that it is not."""
        if self.is_open:
            return self.standing.words
        return "School closed" if self.status == "Closed" else self.status

    @property
    def is_late(self) -> bool:
        """Its date has passed, and it has not handed in."""
        return self.is_open and self.standing.is_late

    @property
    def due(self) -> str:
        """The date in words, "" where nothing is due."""
        due_on = self.standing.due_on if self.is_open else None
        return in_words(due_on) if due_on else ""

    @property
    def mode(self) -> str:
        """The mode in words, "" where it is not asked."""
        return self.standing.mode

    @property
    def missing(self) -> list[str]:
        """Who cannot be reached, in words."""
        return [*self.gaps, *(f"Mail does not arrive: {email}" for email in self.dead)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filters offer: (value, words)."""

    kinds: Sequence[tuple[str, str]] = ()
    trusts: Sequence[tuple[str, str]] = ()
    governances: Sequence[tuple[str, str]] = ()
    features: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolsPage:
    """Up to a thousand schools. total: all that fit."""

    rows: Sequence[SchoolRow]
    total: int
    start: int
    cycle: str
    choices: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """A view somebody kept. by: its maker's name where it is somebody else's."""

    id: int
    name: str
    query: Mapping[str, str]
    is_mine: bool
    is_shared: bool
    is_default: bool
    by: str

    @property
    def parameters(self) -> dict[str, str]:
        """What the address of the list says to open it."""
        return {**self.query, "view": str(self.id)}


class ViewExists(Exception):
    """The person has a view of this name."""
