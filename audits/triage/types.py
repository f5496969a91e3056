"""What crosses the layers of triage: facts, signals, rules and reasons. All frozen."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Copied:
    """An answer that stands elsewhere nearly word for word. alike: 0 to 100.

    audit_id, urn, school: of the other return; 0 and "" where it is the same one.
    """

    code: str
    other_code: str
    alike: int
    audit_id: int = 0
    urn: int = 0
    school: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the signals of one return rest on, as it was on one day. Codes are in no particular order.

    days_late: working days of the school. core_unproven: core answers with strength “stated” or none. claims: answers
    secure or better; on_paper: those with strength 1 at most. reviewed: indicators with a level of both sides in the
    last review, named by review_cycle; own_higher: those that the review put lower. secure_cycles: whether the last
    two reviews found everything secure; None for fewer than two. new_head, new_dsl: since when, where another one was
    there before. asked_of: improvements that the partnership asked for, withdrawn ones apart; overdue: those whose date
    has passed and of which nobody said that they are done; overdue_by: working days of the school since the oldest of
    these dates. verified_on: the last visit; has_visits: whether visits are known at all.
    """

    on: date
    is_returned: bool = True
    days_late: int = 0
    answers: int = 0
    short: int = 0
    core: int = 0
    core_unproven: int = 0
    claims: int = 0
    on_paper: int = 0
    low: int = 0
    critical_own: tuple[str, ...] = ()
    review_cycle: str = ""
    reviewed: int = 0
    own_higher: int = 0
    critical_reviewed: tuple[str, ...] = ()
    secure_cycles: bool | None = None
    new_head: date | None = None
    new_dsl: date | None = None
    asked_of: int = 0
    overdue: int = 0
    overdue_by: int = 0
    verified_on: date | None = None
    has_visits: bool = False
    compared_with: int = 0
    copied: tuple[Copied, ...] = ()

    def as_kept(self) -> dict[str, Any]:
        """JSON-ready."""
        kept = asdict(self)
        days = {name: value.isoformat() for name, value in kept.items() if isinstance(value, date)}
        return kept | days

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Facts back from what as_kept made."""
        days = ("on", "new_head", "new_dsl", "verified_on")
        values = dict(kept) | {name: kept[name] and date.fromisoformat(kept[name]) for name in days}
        lists = {name: tuple(kept[name]) for name in ("critical_own", "critical_reviewed")}
        return cls(**{**values, **lists, "copied": tuple(Copied(**row) for row in kept["copied"])})


class Strength(enum.StrEnum):
    """How clearly a signal speaks; the first three are the absence of one, each of another kind."""

    NOT_COLLECTED = "not_collected"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    NONE = "none"
    SLIGHT = "slight"
    CLEAR = "clear"
    STRONG = "strong"

    @property
    def words(self) -> str:
        """For a reader."""
        return STRENGTH_WORDS[self]

    @property
    def is_raised(self) -> bool:
        """At its limit or above."""
        return self in {Strength.CLEAR, Strength.STRONG}


STRENGTH_WORDS = {
    Strength.NOT_COLLECTED: "Not collected yet",
    Strength.NOTHING_TO_COMPARE: "Nothing to compare with yet",
    Strength.NONE: "No signal",
    Strength.SLIGHT: "Below your limit",
    Strength.CLEAR: "At your limit",
    Strength.STRONG: "Well above your limit",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a signal finds in the facts. rests_on: the facts, each in words."""

    strength: Strength
    sentence: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One signal of one return, in words. is_assurance: it speaks for a lighter look. counts: the rules look at it."""

    key: str
    title: str
    strength: Strength
    sentence: str
    rests_on: tuple[str, ...] = ()
    is_assurance: bool = False
    counts: bool = True

    @property
    def is_raised(self) -> bool:
        """It counts, and it is at its limit or above."""
        return self.counts and self.strength.is_raised

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """A signal back from its asdict."""
        return cls(**{**kept, "strength": Strength(kept["strength"]), "rests_on": tuple(kept["rests_on"])})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a band: the rule, the band it asks for, a sentence, and the keys of the signals it rests on."""

    rule: str
    band: str
    sentence: str
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules propose, and why; there is always a reason."""

    band: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules of a partnership. version: 0 for the default. Keys: of signals.WATCHED and rules.RULES.

    limits: from when on a signal counts. uncounted, unapplied: what does not count. rules: the band each asks for.
    """

    version: int
    limits: Mapping[str, int]
    uncounted: frozenset[str] = field(default_factory=frozenset)
    rules: Mapping[str, str]
    unapplied: frozenset[str] = field(default_factory=frozenset)
    together: int
    days: Mapping[str, int]
    sample: int

    def as_kept(self) -> dict[str, Any]:
        """JSON-ready, and the same for the same rules."""
        return {
            "limits": dict(self.limits),
            "uncounted": sorted(self.uncounted),
            "rules": dict(self.rules),
            "unapplied": sorted(self.unapplied),
            "together": self.together,
            "days": dict(self.days),
            "sample": self.sample,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any], *, version: int) -> Self:
        """Rules back from what as_kept made, or from the default's file."""
        sets = {name: frozenset(kept[name]) for name in ("uncounted", "unapplied")}
        return cls(**{**kept, **sets, "version": version})


class RulesChanged(Exception):
    """Somebody else changed the rules since the page was opened."""


@dataclass(frozen=True, slots=True)
class DueStep:
    """What the partnership does for a school in a band, and by when. due_on: None where it is this cycle.

    to_school: the same in words for the school, without the band and without why.
    """

    words: str
    to_school: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A return that other rules would put elsewhere. why: their reasons. is_decided: it keeps its band."""

    school: str
    urn: int
    now: str
    then: str
    why: Sequence[str]
    is_decided: bool
