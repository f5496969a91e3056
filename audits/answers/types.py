"""Values and refusals of answering that cross the layers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from audits.answers.models import Level, Strength
from audits.evidence.types import Shown
from audits.frameworks.scoring import RatingProblem
from audits.lifecycle.rules import gaps_of


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody typed about one indicator. level: a key, or "" for none. strength: 0 to 3.

    checked: digests of the warnings in it that are confirmed to be about no child (lscp_portal.childdata.confirming);
    None leaves what was confirmed before. It is no part of the wording: equal words are equal whatever was confirmed.
    """

    level: str = ""
    strength: int | None = None
    how_we_know: str = ""
    action: str = ""
    action_owner: str = ""
    action_due_on: date | None = None
    checked: Collection[str] | None = field(default=None, compare=False)

    @property
    def level_label(self) -> str:
        """The level in words, "" for none."""
        return str(Level(self.level).label) if self.level else ""

    @property
    def strength_label(self) -> str:
        """The strength of the evidence in words, "" for none."""
        return "" if self.strength is None else str(Strength(self.strength).label)


WORDING = tuple(one.name for one in fields(Entry) if one.compare)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Entry):
    """An answer as it was saved. clear_as: audits.lifecycle.child_details.mark_of, or ""."""

    id: int
    revision: int
    saved_at: datetime
    saved_by_id: int
    clear_as: str = ""

    @property
    def entry(self) -> Entry:
        """Its wording alone, to compare with another."""
        return Entry(*(getattr(self, name) for name in WORDING))


@dataclass(frozen=True, slots=True)
class SectionHead:
    """A chapter of the framework."""

    code: str
    title: str
    why: str
    position: int


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One thing that is asked."""

    id: int
    code: str
    position: int
    tier: str
    is_critical: bool
    allow_na: bool
    text: str
    evidence: str
    references: tuple[str, ...]
    why: str = ""
    looks_like: str = ""


@dataclass(frozen=True)
class AuditRow:
    """One indicator of an audit with what the school says about it."""

    section: SectionHead
    indicator: IndicatorFacts
    answer: Given | None
    evidence: tuple[Shown, ...] = ()  # where a page asked for it: audits.evidence.queries.with_evidence

    @property
    def level(self) -> str:
        """The level's key, "" where there is no answer."""
        return self.answer.level if self.answer else ""

    @property
    def strength_label(self) -> str:
        """How well the school knows, in words; "" where it does not say."""
        return self.answer.strength_label if self.answer else ""

    @cached_property
    def gaps(self) -> dict[str, str]:
        """What keeps this answer from being signed: rule of the scale -> sentence."""
        return dict(gaps_of(self.answer, tier=self.indicator.tier, allow_na=self.indicator.allow_na))

    @property
    def needs(self) -> tuple[str, ...]:
        """The sentences of `gaps`."""
        return tuple(self.gaps.values())


@dataclass(frozen=True, slots=True)
class SectionRows:
    """A chapter with its rows."""

    section: SectionHead
    rows: tuple[AuditRow, ...]

    @property
    def answered(self) -> int:
        """How many have a level, “not checked yet” and “does not apply” included."""
        return sum(bool(row.level) for row in self.rows)


def by_section(rows: Iterable[AuditRow]) -> tuple[SectionRows, ...]:
    """Rows in the framework's order, chapter by chapter."""
    return tuple(SectionRows(section, tuple(found)) for section, found in groupby(rows, key=lambda row: row.section))


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to. is_new: False when the same change had been saved before, or nothing was different.

    needs: what is still missing before it can be signed, in sentences; what may point at a child is not among them.
    """

    revision: int
    saved_at: datetime | None
    is_new: bool = True
    needs: tuple[str, ...] = ()


class AnswerConflict(Exception):
    """Somebody saved this answer after the page was opened. Nothing was written; both wordings are here.

    is_spent: the operation id belongs to other words that were saved with it, so it cannot be sent again.
    """

    def __init__(self, *, theirs: Given, yours: Entry, is_spent: bool) -> None:
        super().__init__("The answer was changed by somebody else.")
        self.theirs, self.yours, self.is_spent = theirs, yours, is_spent


class AnswerRefused(Exception):
    """The answer contradicts itself by the rules of the scale. `problems` is never empty."""

    def __init__(self, problems: Sequence[RatingProblem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class AuditClosed(Exception):
    """The school has signed: answers can be read, not changed."""


class CycleClosed(AuditClosed):
    """The cycle takes no returns any more, and this school has no more time. Its text is for the school."""


class FeatureIsDerived(Exception):
    """The school says no to something the national register says it has. `features`: which."""

    def __init__(self, features: Sequence[str]) -> None:
        super().__init__("A derived feature needs the partnership's agreement to be removed.")
        self.features = features
