"""What the first pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audits.governors.types import ToAsk
from audits.improvement.types import WaitingHere
from lscp_portal.ui.types import Task
from reports.progress.types import Clock


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody: what, how many, and where it is done."""

    number: int
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class CycleNow:
    """An open cycle at a glance. states: (state, words, how many), in the order of the workflow.

    States that no audit is in are left out. sentence: how many returns are in, beside last year's on the same day.
    """

    id: int
    name: str
    due_on: date
    audits: int
    submitted: int
    states: Sequence[tuple[str, str, int]]
    sentence: str


@dataclass(frozen=True, slots=True)
class AreaHome:
    """The partnership's first page. clock: of the open cycles; None while none is open.

    first_steps: the way to the first cycle; empty once one was opened.
    """

    schools: int
    cycles: Sequence[CycleNow]
    clock: Clock | None
    waiting: Sequence[Waiting]
    visits: Sequence[tuple[date, str, int]]
    first_steps: Sequence[Task] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """What this person can do now at the school, in one sentence, and where."""

    title: str
    text: str
    href: str
    button: str


@dataclass(frozen=True, slots=True)
class SchoolHome:
    """The school's first page. coming, history: (when, what, href), the nearest to today first.

    pause: that the clock of feedback stands, in words, or "".
    before: what it was earlier, without a subject: "was Oak School until 31 August 2026"; has_papers: from then;
    may_read_before: this person may open the record from then.
    improvements: how many wait for this person, and how many are late.
    people: how the school's list of people stands in this cycle, where it is to be confirmed; "" else.
    out_for_comment: (last day, what, href) of new questions that the school may comment on. to_ask: three things, for
    a governor.
    """

    name: str
    step: NextStep | None
    state: str
    due_on: date | None
    feedback_due_on: date | None
    pause: str
    coming: Sequence[tuple[date, str, str]]
    history: Sequence[tuple[datetime | date, str, str]]
    before: Sequence[str]
    has_papers: bool
    may_read_before: bool
    out_for_comment: Sequence[tuple[date, str, str]]
    people: str
    improvements: WaitingHere
    to_ask: Sequence[ToAsk] = ()


def counted_as(number: int, thing: str, rest: str) -> str:
    """The thing in the plural unless there is one: "report in draft", "reports in draft"."""
    return f"{thing}{'' if number == 1 else 's'} {rest}"
