"""What crosses the layers of the review: entries, pages, and what can go wrong."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from audits.carrying.types import Earlier
from audits.clarification.clock import FeedbackClock
from audits.frameworks.scoring import SectionResult
from lscp_portal.ui.types import LevelBars, Pages
from lscp_portal.workflow import Offer


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """What a reader says of one indicator.

    level: a key of the framework's scale, "" while there are only words; comment: to the school; private_note: for
    the partnership alone, written so that it can be disclosed to whoever has a right to it. checked: digests of the
    warnings in them that are confirmed to be about no child; None leaves what was confirmed before.
    """

    level: str
    comment: str = ""
    private_note: str = ""
    checked: Collection[str] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationEntry:
    """What the school is asked to do. code: the indicator it belongs to; "" for the whole return."""

    text: str
    help_from: str
    due_on: date
    code: str = ""


class ScoreConflict(Exception):
    """The score was changed in another window since this page was opened. Holds both."""

    def __init__(self, *, theirs: ScoreEntry, revision: int, saved_at: datetime, yours: ScoreEntry) -> None:
        super().__init__("The score has changed since the page was opened.")
        self.theirs, self.revision, self.saved_at, self.yours = theirs, revision, saved_at, yours


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the queue is asked for. state: a key of rules.VIEWS; mine: read by this person; page: from 1.

    band: of triage, "" for any.
    """

    state: str
    band: str = ""
    mine: bool = False
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One return. opens: the page behind its link: cover, workspace, reading, letter, or "" for none.

    band: in words, "" where there is none or it is not for this person. waits_until: set while questions are with the
    school.
    """

    audit_id: int
    review_id: int | None
    school_name: str
    urn: int
    cycle_name: str
    state_words: str
    submitted_on: date
    clock: FeedbackClock | None
    reader_name: str
    opens: str
    in_conflict: bool
    band: str
    waits_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the queue. may_take: this person may read returns; may_moderate: and know of second readings."""

    rows: Sequence[QueueRow]
    total: int
    pages: Pages
    may_take: bool
    may_moderate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReading:
    """What somebody scored of a return before it was given back. by: whoever gave it back instead, "" for oneself."""

    review_id: int
    released_at: datetime | None
    scored: int
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The outside of a return: everything a reader may know before declaring interests.

    earlier: this person's own reading that was given back, and can be taken up again.
    """

    audit_id: int
    school_id: int
    school_name: str
    urn: int
    cycle_name: str
    submitted_at: datetime | None
    asked: int
    clock: FeedbackClock | None
    state: str
    state_words: str
    review_id: int | None
    reviewer_id: int | None
    reader_name: str
    earlier: EarlierReading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolAnswer:
    """What the school answered. level: "" when it did not; strength: 0 to 3, or None."""

    level: str = ""
    strength: int | None = None
    strength_words: str = ""
    how_we_know: str = ""
    action: str = ""
    action_owner: str = ""
    action_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator: the school's answer beside the reader's. level: "" and revision: 0 before it is scored.

    checked: digests of warnings in the reader's words that the reader has confirmed to be about no child.
    """

    indicator_id: int
    code: str
    text: str
    evidence: str
    is_critical: bool
    allow_na: bool
    answer: SchoolAnswer
    earlier: Earlier | None = None
    level: str = ""
    comment: str = ""
    private_note: str = ""
    revision: int = 0
    scored_at: datetime | None = None
    checked: frozenset[str] = frozenset()
    attention: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that deserve attention for the same reason. is_rest: nothing stands out in them."""

    title: str
    words: str
    lines: tuple[Line, ...]
    is_rest: bool = False

    @property
    def summary(self) -> str:
        """What is folded away, for the group of those that do not stand out."""
        left = sum(not line.level for line in self.lines)
        one = len(self.lines) == 1
        words = (
            "1 indicator in which nothing stands out"
            if one
            else f"{len(self.lines)} indicators in which nothing stands out"
        )
        return f"{words}, {left} of them not scored yet" if left and not one else words


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionReading:
    """A section with its lines, and what it comes to by the school's levels and by the reader's."""

    code: str
    title: str
    lines: tuple[Line, ...]
    own: SectionResult
    review: SectionResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One review with everything it looks at. Frozen: a template cannot reach the database from it."""

    review_id: int
    reviewer_id: int
    reader_name: str
    state: str
    state_words: str
    submitted_at: datetime | None
    audit_id: int
    audit_state: str
    school_id: int
    school_name: str
    urn: int
    cycle_name: str
    year: int
    mode: str
    released_at: datetime | None
    released_why: str
    sections: tuple[SectionReading, ...]
    groups: tuple[Group, ...]

    @property
    def lines(self) -> list[Line]:
        """All lines in the framework's order."""
        return [line for section in self.sections for line in section.lines]

    @property
    def in_order(self) -> list[Line]:
        """All lines, what deserves attention first."""
        return [line for group in self.groups for line in group.lines]

    @property
    def scored(self) -> int:
        """How many have the reader's level."""
        return sum(bool(line.level) for line in self.lines)

    @property
    def is_open(self) -> bool:
        """It can still be changed."""
        return self.state == "claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationLine:
    """One recommendation. code: of its indicator, or ""."""

    pk: int
    code: str
    text: str
    help_from: str
    due_on: date
    issued_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The overview of one review. by_section: in the framework's order rather than by what deserves attention."""

    reading: Reading
    by_section: bool
    next_code: str
    recommendations: Sequence[RecommendationLine]
    may_score: bool
    may_take_back: bool
    is_own: bool
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPage:
    """One indicator in the workspace, `place`th in the order of attention. levels: key, word, meaning.

    Codes are "" where there is none.
    """

    reading: Reading
    section_title: str
    place: int
    line: Line
    levels: Sequence[tuple[str, str, str]]
    can_agree: bool
    can_score: bool
    previous_code: str
    following_code: str
    next_code: str
    recommendations: Sequence[RecommendationLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesPage:
    """Self-rating and review beside each other. overruled: (code, first level) where another was agreed."""

    reading: Reading
    overruled: Sequence[tuple[str, str]]
    chart: LevelBars
    lower: int
    higher: int
    same: int
