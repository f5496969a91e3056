"""What crosses the layers of a trust's pages."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from audits.frameworks.definition import RatingScale


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralEntry:
    """What a trust says about one indicator. level: a key; strength: 0 to 3, or None."""

    level: str
    strength: int | None
    how_we_know: str
    note: str = ""


WORDS = tuple(field.name for field in fields(CentralEntry))


class CentralConflict(Exception):
    """Somebody saved or withdrew this since the page was shown. Nothing was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One wording of a central answer, and the partnerships in which it stands."""

    entry: CentralEntry
    saved_at: datetime
    is_withdrawn: bool
    partnerships: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Central:
    """A central answer as it stands in the partnerships that a lead sees.

    read: which rows were seen in which revision, to be sent back with a change. wordings: the one saved last comes
    first; several where leads of different areas have answered differently. missing: partnerships with schools of the
    trust in which nothing was ever offered, such as one that has given the role since.
    """

    read: str
    wordings: Sequence[Wording]
    missing: Sequence[str]

    @property
    def latest(self) -> Wording:
        """What was said last."""
        return self.wordings[0]


@dataclass(frozen=True, slots=True)
class Uptake:
    """How many schools made a central answer theirs, and how many of them in a wording the trust has changed since."""

    schools: int = 0
    earlier: int = 0


class OfferChanged(Exception):
    """The trust has reworded or withdrawn its answer since the page was shown. Nothing was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolOfTrust:
    """One school of the trust in the cycle that was opened last. asked, answered: indicators; due_on: None unasked."""

    urn: int
    name: str
    partnership: str
    cycle: str
    state: str
    due_on: date | None
    answered: int
    asked: int
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaOfTrust:
    """The trust's schools in one partnership."""

    partnership: str
    schools: Sequence[SchoolOfTrust]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOfTrust:
    """A return that a school of the trust still owes."""

    due_on: date
    school: str
    partnership: str
    cycle: str
    state: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfTrust:
    """The returns that are due in one month. first: its first day."""

    first: date
    dates: Sequence[DateOfTrust]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorOfTrust:
    """One indicator a trust may answer centrally, and what became of it."""

    framework_id: int
    code: str
    text: str
    central: Central | None
    uptake: Uptake


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOfTrust:
    """A section with its indicators."""

    code: str
    title: str
    lines: Sequence[IndicatorOfTrust]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkOfTrust:
    """One series of frameworks that the trust's schools are asked, in its latest version."""

    id: int
    name: str
    sections: Sequence[SectionOfTrust]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralPage:
    """The page on which a trust answers one indicator."""

    framework_id: int
    framework: str
    code: str
    text: str
    evidence: str
    allow_na: bool
    scale: RatingScale
    central: Central | None
    uptake: Uptake


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """A school's yes. revision: the trust's as shown; read: of the school's own answer; operation_id: of the click."""

    offer_id: int
    revision: int
    read: int
    operation_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A trust's answer as a school is offered it.

    read: revision of the school's own answer, 0 for none. confirmed: the school uses it. has_changed: the trust
    reworded it since. is_own: the school changed the words after it confirmed them.
    """

    id: int
    revision: int
    trust: str
    entry: CentralEntry
    level: str
    strength: str
    read: int
    confirmed: bool
    has_changed: bool
    is_own: bool
