"""The letter to a school: what it holds, and how it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from lscp_portal.workflow import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One indicator: the level of the school, the level of the review, and the comment. Levels are keys."""

    code: str
    text: str
    is_critical: bool
    own: str
    review: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSection:
    """A section with its results, 0 to 3 or None, and the codes of critical indicators reviewed at 0 and at 1."""

    code: str
    title: str
    own: int | None
    review: int | None
    critical_at_0: tuple[str, ...]
    critical_at_1: tuple[str, ...]
    lines: tuple[LetterLine, ...]

    @property
    def comments(self) -> list[LetterLine]:
        """The lines with something said to the school."""
        return [line for line in self.lines if line.comment]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRecommendation:
    """What the school is asked to do. pk: of the recommendation; code: of its indicator, or ""."""

    pk: int
    code: str
    text: str
    help_from: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Answered:
    """What a school says to one recommendation. answer: a key; words: the same as a sentence; reason: its own words."""

    answer: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """How much a letter helped: each in words, and the school's own."""

    is_clear: str
    is_fair: str
    is_useful: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The whole letter. Once issued it is kept as `content` and never made again from the tables."""

    school_name: str
    urn: int
    cycle_name: str
    year: int
    mode: str
    opening: str
    strengths: str
    signed_by: str
    sections: tuple[LetterSection, ...]
    recommendations: tuple[LetterRecommendation, ...]
    questions_answered: int = 0  # letters from before there were questions do not say

    def as_content(self) -> dict[str, Any]:
        """JSON-ready. `schema` grows when the shape changes, so that old letters stay readable."""
        content = asdict(self)
        for row in content["recommendations"]:
            row["due_on"] = row["due_on"].isoformat()
        return {"schema": 1, **content}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """A letter back from what as_content made."""
        parts = {
            name: value for name, value in content.items() if name not in {"schema", "sections", "recommendations"}
        }
        return cls(
            **parts,
            sections=tuple(_section(row) for row in content["sections"]),
            recommendations=tuple(
                LetterRecommendation(**(row | {"due_on": date.fromisoformat(row["due_on"])}))
                for row in content["recommendations"]
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedFeedback:
    """Feedback as a school has it. acknowledged_by: a name, or ""."""

    feedback_id: int
    audit_id: int
    school_id: int
    state: str
    issued_at: datetime
    letter: Letter
    acknowledged_at: datetime | None
    acknowledged_by: str
    acknowledgement: str
    answers: Mapping[int, Answered]  # by recommendation, empty before the letter is acknowledged
    rating: Rated | None

    @property
    def asked(self) -> list[tuple[LetterRecommendation, Answered | None]]:
        """Each recommendation with what the school said to it."""
        return [(row, self.answers.get(row.pk)) for row in self.letter.recommendations]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """What the lead works on. read: marks the words on this page; letter: None before the review is in.

    second_id: of the second reading, where the return is read twice.
    """

    audit_id: int
    school_name: str
    urn: int
    cycle_name: str
    review_id: int | None
    second_id: int | None
    opening: str
    strengths: str
    read: str
    letter: Letter | None
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lead's own words in the letter."""

    opening: str
    strengths: str


@dataclass(frozen=True, slots=True)
class SaidOfLetter:
    """A school's own words about one letter."""

    school: str
    audit_id: int
    cycle_name: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsPage:
    """What schools said of their letters. counts: question -> how many said yes, partly, no; empty below the floor."""

    schools: int
    floor: int
    counts: Sequence[tuple[str, Sequence[int]]]
    said: Sequence[SaidOfLetter]


@dataclass(frozen=True, slots=True)
class LetterLink:
    """An earlier letter of a school."""

    audit_id: int
    cycle_name: str
    issued_at: datetime


class DraftConflict(Exception):
    """The draft was changed since this page was opened. Holds both wordings."""

    def __init__(self, *, theirs: Words, yours: Words) -> None:
        super().__init__("The draft has changed since the page was opened.")
        self.theirs, self.yours = theirs, yours


def _section(row: Mapping[str, Any]) -> LetterSection:
    lines = tuple(LetterLine(**line) for line in row["lines"])
    codes = {name: tuple(row[name]) for name in ("critical_at_0", "critical_at_1")}
    return LetterSection(**{**row, **codes, "lines": lines})
