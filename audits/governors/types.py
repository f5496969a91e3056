"""Questions for governors, and what they write down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Question:
    """ask: what to ask; good: what a good answer sounds like; again: what should make a governor ask again."""

    ask: str
    good: str
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one section stands, for choosing what to ask. seen_on: the latest visit to it in this cycle."""

    code: str
    title: str
    critical_low: int = 0
    low: int = 0
    stated: int = 0
    unanswered: int = 0
    seen_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """One of the three things to ask, and why this one."""

    code: str
    title: str
    question: Question
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionQuestions:
    """All questions about one section."""

    code: str
    title: str
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitWords:
    """What a governor writes. sections: codes."""

    visited_on: date
    sections: Sequence[str]
    looked_at: str
    found: str
    agreed: str
    serves_as_evidence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitNote:
    """A note as it is read. role, by: in words. sections: codes; parts: their titles in the newest framework."""

    id: int
    visited_on: date
    role: str
    by: str
    by_id: int
    sections: Sequence[str]
    parts: Sequence[str]
    looked_at: str
    found: str
    agreed: str
    serves_as_evidence: bool
    revision: int
    written_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernorPage:
    """A governor's first page. three: what to ask now; sections: everything there is to ask."""

    three: Sequence[ToAsk]
    sections: Sequence[SectionQuestions]
    notes: Sequence[VisitNote]


class NoteChanged(Exception):
    """The note was changed in another window since this one was opened. Nothing was kept; `revision` is the present."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"revision {revision}")
        self.revision = revision
