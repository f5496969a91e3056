"""The letters of a day. Nothing here asks the database or the clock: the same board gives the same plan.

Never more than four letters to one person in one cycle; one letter a person and day, however many schools it is
about; nobody twice for one step; nothing on a day that is closed for the school; nothing once the return is in. Of
several steps that have become due only the latest is taken, so that nobody gets a heap after holidays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from audits.chasing.models import MOST_LETTERS
from audits.chasing.types import Board, Chased, DayPlan, History, PlannedLetter, Reader, Silence, Step
from audits.lifecycle.models import Audit
from lscp_portal.calendar.working_days import is_working_day, working_days_after

ONE_DAY = timedelta(days=1)
ORDER = {"dsl": 0, "deputy_dsl": 0, "head": 1, "chair": 2}  # in which a return passes from hand to hand
WAITS_FOR = {  # state -> whose turn it is
    Audit.State.INVITED: "dsl",
    Audit.State.IN_PROGRESS: "dsl",
    Audit.State.INTERNAL_CHECK: "head",
    Audit.State.HEAD_SIGNED: "chair",
}
ROLE_WORDS = {
    "dsl": "designated safeguarding lead",
    "deputy_dsl": "deputy designated safeguarding lead",
    "head": "head",
    "chair": "chair",
    "link_governor": "link governor",
}
HAD_FOUR = "has had four reminders in this cycle already"
HELD_BACK = "held back"
TODAY_ALREADY = "has a reminder on this day already"


def plan_of_day(day: date, board: Board) -> DayPlan:
    """Who is written to on this day, what is to be done by hand, and who gets nothing and why. Twice: the same."""
    making = _Plan(day, board)
    for audit in sorted(board.chased, key=lambda one: (one.school, one.audit_id)):
        making.take(audit)
    return DayPlan(day, making.letters(), making.tasks, making.silences, making.stuck)


def plan_ahead(day: date, board: Board, *, today: date) -> DayPlan:
    """The plan of a day to come, if nothing changes until then: the days between are played through."""
    between = today
    while between < day:
        board = after(plan_of_day(between, board), board)
        between += ONE_DAY
    return plan_of_day(day, board)


def after(plan: DayPlan, board: Board) -> Board:
    """The board once the plan has been carried out."""
    sent: dict[int, set[str]] = {}
    counts, days = dict(board.history.counts), set(board.history.days)
    for letter in plan.letters:
        counts[letter.cycle_id, letter.person_id] = counts.get((letter.cycle_id, letter.person_id), 0) + 1
        days.add((letter.cycle_id, letter.person_id, plan.day))
        for audit, step in letter.about:
            sent.setdefault(audit.audit_id, set()).add(step.key)
    listed: dict[int, set[str]] = {}
    for audit, step in plan.tasks:
        listed.setdefault(audit.audit_id, set()).add(step.key)
    if not sent and not listed:
        return board
    chased = [
        replace(one, sent=one.sent | sent.get(one.audit_id, set()), tasks=one.tasks | listed.get(one.audit_id, set()))
        if one.audit_id in sent or one.audit_id in listed
        else one
        for one in board.chased
    ]
    return replace(board, chased=chased, history=History(counts, frozenset(days)))


@lru_cache(maxsize=8192)
def day_of(due_on: date, offset: int, closed: frozenset[date]) -> date:
    """The day of a step: so many open days before or after the due date; the next open one for the date itself."""
    if offset == 0:
        return working_days_after(due_on - ONE_DAY, 1, closed=closed)
    return working_days_after(due_on, offset, closed=closed)


def steps_due(audit: Chased, steps: Sequence[Step], day: date) -> list[Step]:
    """The latest steps that have become due since the school was asked; several only when they share a day."""
    due = [step for step in steps if audit.opened_on < day_of(audit.due_on, step.offset, audit.closed) <= day]
    latest = max((step.offset for step in due), default=0)
    return [step for step in due if step.offset == latest]


def roles_now(step: Step, state: str) -> tuple[str, ...]:
    """Whom the step is for while the return is in this state: whoever has done their part is left in peace.

    A reminder meant for the DSL goes to the head while the head's signature is what is missing.
    """
    turn = WAITS_FOR[Audit.State(state)]
    return tuple(
        dict.fromkeys(turn if role in ORDER and ORDER[role] < ORDER[turn] else role for role in step.roles)
    )  # fmt: skip


def is_waited_for(state: str) -> bool:
    """Whether the return is still with the school."""
    return state in WAITS_FOR


@dataclass
class _Plan:
    """A plan in the making: school by school."""

    day: date
    board: Board
    tasks: list[tuple[Chased, Step]] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)
    stuck: list[tuple[Chased, Step]] = field(default_factory=list)
    found: dict[tuple[int, int], list[tuple[Chased, Step]]] = field(default_factory=dict)

    def take(self, audit: Chased) -> None:
        """What one school's return gives."""
        if not is_waited_for(audit.state) or not is_working_day(self.day, closed=audit.closed):
            return
        for step in steps_due(audit, self.board.ladder.steps, self.day):
            if step.key in (audit.sent if step.is_email else audit.tasks):
                continue
            if audit.paused_until and self.day <= audit.paused_until:
                words = f"paused until {audit.paused_until:%-d %B %Y}: {audit.paused_because}"
                self.silences.append(Silence(audit, step, None, words))
            elif step.is_email:
                self._write(audit, step)
            else:
                self.tasks.append((audit, step))

    def _write(self, audit: Chased, step: Step) -> None:
        roles = roles_now(step, audit.state)
        people = list(dict.fromkeys(person for role in roles for person in audit.holders.get(role, ())))
        refused = {person: self._why_not(audit, step, person) for person in people}
        for role in roles:
            if not audit.holders.get(role):
                self.silences.append(Silence(audit, step, None, f"no {ROLE_WORDS[role]} has an account"))
        for person, reason in refused.items():
            if reason:
                self.silences.append(Silence(audit, step, person, reason))
            else:
                self.found.setdefault((audit.cycle_id, person), []).append((audit, step))
        if all(reason and reason not in {HELD_BACK, TODAY_ALREADY} for reason in refused.values()):
            self.stuck.append((audit, step))

    def _why_not(self, audit: Chased, step: Step, person: int) -> str:
        """Why this person cannot be written to about this step today; "" when they can."""
        reader = self.board.readers.get(person, Reader(person, "", "is not known here"))
        history = self.board.history
        reasons = {
            reader.unreachable: bool(reader.unreachable),
            HELD_BACK: (step.key, person) in audit.held,
            HAD_FOUR: history.counts.get((audit.cycle_id, person), 0) >= MOST_LETTERS,
            TODAY_ALREADY: (audit.cycle_id, person, self.day) in history.days,
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    def letters(self) -> list[PlannedLetter]:
        """One for each person and cycle, by the name of the first school it is about."""
        return [
            PlannedLetter(cycle_id, person, max((step for _audit, step in about), key=lambda step: step.offset),
                          tuple(about))
            for (cycle_id, person), about in self.found.items()
        ]  # fmt: skip
