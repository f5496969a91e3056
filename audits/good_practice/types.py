"""Good practice as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeWords:
    """What a school writes. codes, topics: of up to three indicators, in the same order."""

    title: str
    codes: Sequence[str]
    topics: Sequence[str]
    what: str
    works: str
    advice: str
    contact_role: str
    contact_email: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for among what is shared; "" for anything."""

    words: str = ""
    code: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRow:
    """One line of a list. state: in words. day: when it came to that state, or was published."""

    id: int
    title: str
    school: str
    urn: int
    phase: str
    topics: Sequence[str]
    state: str
    state_words: str
    confirm_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage:
    """What a search finds. codes: (code, words) and phases that are there to choose from. total: of all shown."""

    asked: Asked
    rows: Sequence[PracticeRow]
    codes: Sequence[tuple[str, str]]
    phases: Sequence[str]
    found: int
    total: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words. by: a name, or a side for readers who need not know the name."""

    said: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePage:
    """One good practice. steps: newest first, empty for other schools. offers: names of what this person may do now."""

    id: int
    state: str
    state_words: str
    revision: int
    title: str
    school: str
    urn: int
    phase: str
    topics: Sequence[str]
    codes: Sequence[str]
    what: str
    works: str
    advice: str
    contact_role: str
    contact_email: str
    checked_how: str
    published_at: datetime | None
    confirmed_on: date | None
    confirm_by: date | None
    withdrawn_because: str
    steps: Sequence[StepLine]
    offers: frozenset[str]
    is_ours: bool


class WordsChanged(Exception):
    """Somebody else changed the words since this page was opened. Nothing was kept; `revision` is the present."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"revision {revision}")
        self.revision = revision
