"""Parts of an audit that were given to somebody, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audits.answers.types import AuditRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who is not here yet and gets an invitation as contributor."""

    full_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is given to whom. code: of a section or an indicator. Exactly one of the three says who."""

    code: str
    due_on: date
    words: str = ""
    person_id: int | None = None
    invitation_id: int | None = None
    newcomer: Newcomer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section or indicator somebody has. trouble: in words why nobody can work on it now, "" for nothing.

    answered, asked: indicators of it. words: how far it is.
    """

    id: int
    code: str
    title: str
    section: str
    is_section: bool
    who: str
    person_id: int | None
    due_on: date
    due: str
    note: str
    answered: int
    asked: int
    words: str
    is_done: bool
    is_late: bool
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedPart:
    """What somebody had, and until when."""

    code: str
    who: str
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Who answers what. free: sections that nobody has, as (code, title)."""

    audit_id: int
    parts: Sequence[Part]
    free: Sequence[tuple[str, str]]
    ended: Sequence[EndedPart]
    is_editable: bool

    @property
    def late(self) -> int:
        """How many parts are past their day and not all answered."""
        return sum(part.is_late for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """A part with its indicators, for the person who has it."""

    part: Part
    rows: tuple[AuditRow, ...]
