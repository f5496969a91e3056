"""What crosses the layers of clarification: entries, pages, and what can go wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from audits.clarification.models import MOST_ROUNDS


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """What the school typed for one question. evidence_id: of a piece of its return; read: the revision shown."""

    text: str
    evidence_id: int | None = None
    read: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShown:
    """One question with what came back. code: of its indicator, "" for the whole return; number: None before sending.

    answer, evidence, answered_at: empty until the school has sent; in the school's own scope as it stands.
    """

    id: int
    code: str
    indicator_id: int | None
    indicator_text: str
    number: int | None
    text: str
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    answer: str = ""
    evidence_id: int | None = None
    evidence: str = ""
    revision: int = 0
    answered_at: datetime | None = None

    @property
    def about(self) -> str:
        """What it is about, for a heading."""
        return self.code or "the whole return"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundShown:
    """One round. version: of the copy that was asked about; now: the version in force.

    waits: the school still has time. may_answer: answers are still taken.
    """

    id: int
    number: int
    state: str
    state_words: str
    sent_at: datetime
    due_on: date
    ended_at: datetime | None
    answered_by: str
    version: int
    sha256: str
    now: int
    waits: bool
    questions: Sequence[QuestionShown]

    @property
    def is_open(self) -> bool:
        """Neither answered nor ended."""
        return self.ended_at is None

    @property
    def is_late(self) -> bool:
        """Answered after the day that was given."""
        return self.answered_by != "" and self.ended_at is not None and timezone.localdate(self.ended_at) > self.due_on

    @property
    def standing(self) -> str:
        """Where it stands, in a sentence."""
        if self.waits:
            return f"Waiting for the school until {self.due_on:%-d %B %Y}."
        if self.is_open:
            return f"No answer came by {self.due_on:%-d %B %Y}. The review goes on; a late answer is still taken."
        return f"{self.state_words}."

    @property
    def correction_words(self) -> str:
        """That a later version is in force; "" while the copy asked about is."""
        if self.version == self.now:
            return ""
        return f"Asked about version {self.version}. The school has corrected its return since: version {self.now}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderPage:
    """What the reviewer sees. written: not sent yet; blockers: why no round can be sent now, [] when one can."""

    review_id: int
    audit_id: int
    school_id: int
    school_name: str
    rounds: Sequence[RoundShown]
    written: Sequence[QuestionShown]
    may_write: bool
    in_the_way: Sequence[str]
    pause_words: str
    mark: str

    @property
    def may_collect(self) -> bool:
        """Another question may be written: a round is left for it."""
        return self.may_write and len(self.rounds) < MOST_ROUNDS

    @property
    def first_number(self) -> int:
        """The number that the next question gets."""
        return 1 + max((row.number or 0 for one in self.rounds for row in one.questions), default=0)

    @property
    def preview(self) -> Sequence[tuple[int, QuestionShown]]:
        """The questions that are not sent yet, with the numbers they get."""
        return list(enumerate(self.written, start=self.first_number))


class OldAnswers(Exception):
    """Somebody saved other words since the page was opened. Nothing was kept. theirs: question id -> what stands."""

    def __init__(self, theirs: Mapping[int, str]) -> None:
        super().__init__("An answer was changed since the page was opened.")
        self.theirs = theirs
