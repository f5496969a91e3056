"""What the pages of chasing show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audits.chasing.types import Contact, Ladder, Step
from lscp_portal.notify.messages import Letter


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter of a day to come. schools: (id, name, step in words)."""

    cycle_id: int
    person_id: int
    name: str
    step: str
    schools: Sequence[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class SilenceRow:
    """One reason why somebody gets nothing. name: "" when it is about the school."""

    audit_id: int
    school_id: int
    school: str
    step: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """Who gets what on one day. found, start: of the letters that are searched for, up to 100 shown.

    stuck: schools that nobody can be reached at, with the reasons. by_step: (step in words, letters). closed: why
    nothing is sent on this day, "" for an open one. pauses: (pause id, school id, school, until, reason).
    """

    day: date
    closed: str
    total: int
    found: int
    start: int
    letters: Sequence[LetterRow]
    by_step: Sequence[tuple[str, int]]
    stuck: Sequence[SilenceRow]
    silences: Sequence[SilenceRow]
    tasks: Sequence[tuple[int, str, str]]
    pauses: Sequence[tuple[int, int, str, date, str]]
    has_open_cycle: bool


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter of a day to come, in full."""

    day: date
    cycle_id: int
    person_id: int
    name: str
    email: str
    schools: Sequence[tuple[int, int, str]]
    letter: Letter


@dataclass(frozen=True, slots=True)
class DayCounts:
    """A day at a glance, for a dashboard. by_step: step in words -> letters."""

    day: date
    letters: int
    tasks: int
    stuck: int
    by_step: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One letter in the log, once for each school it is about."""

    letter_id: int
    on_day: date
    cycle: str
    school_id: int
    school: str
    urn: int
    name: str
    email: str
    step: str
    state: str
    why: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Up to 100 rows, the newest first."""

    rows: Sequence[LogRow]
    found: int
    start: int


@dataclass(frozen=True, slots=True)
class SentPage:
    """One letter of the log, as it was sent."""

    rows: Sequence[LogRow]
    ladder_version: int
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class LadderPage:
    """The ladder and its history. versions: (version, what changed, who, when), the newest first."""

    ladder: Ladder
    is_current: bool
    versions: Sequence[tuple[int, str, str, datetime]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make or letter to write. people: (role in words, name, telephone number)."""

    id: int
    audit_id: int
    school_id: int
    urn: int
    school: str
    channel: str
    channel_words: str
    due_on: date
    listed_on: date
    state_words: str
    people: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class CallPage:
    """One call or letter with its words. outcome: "" while it waits."""

    call: Call
    step: Step
    words: Sequence[str]
    reader: str
    contact: Contact | None
    outcome: str
    notes: str
    done_at: datetime | None
    done_by: str
