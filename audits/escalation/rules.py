"""What must hold before a case is started, taken further and ended, and before a step is proposed and taken."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone

from audits.escalation.models import OPEN_STATES, CaseStep, PoorQualityCase
from audits.lifecycle.models import Audit
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.workflow import Blocker

DAYS = 20  # working days of the school (domain.md 7.2)
REMINDED = 2  # working days of the school before the mended return is due
State, To = PoorQualityCase.State, CaseStep.To
OPEN = frozenset(map(State, OPEN_STATES))
STARTS_IN = frozenset({Audit.State.IN_REVIEW, Audit.State.REVIEWED})
WAITING = frozenset({CaseStep.State.PROPOSED, CaseStep.State.CONFIRMED})


def reminder_day(due_on: date, *, closed: Collection[date]) -> date:
    """The day on which the school is reminded once."""
    return working_days_after(due_on, -REMINDED, closed=closed)


def due_by_itself(today: date, *, closed: Collection[date]) -> date:
    """When the mended return is due. closed: the school's holidays."""
    return working_days_after(today, DAYS, closed=closed)


def is_read_and_not_answered(audit: Audit) -> Iterator[Blocker]:
    """A person has begun to read it, and the letter of feedback has not gone out."""
    if audit.state not in STARTS_IN:
        yield Blocker(
            "state",
            f"This return is {audit.get_state_display().lower()}. A case starts while it is read, or has been read, "
            "and before the feedback goes out.",
        )


def no_other_case(audit: Audit) -> Iterator[Blocker]:
    """One case at a time. One query."""
    if audit.cases.filter(state__in=OPEN).exists():
        yield Blocker("open", "A case about this return is open already.")


def time_is_over_or_still_poor(case: PoorQualityCase) -> Iterator[Blocker]:
    """Nobody goes further while the school has time, or when the new return meets no criterion."""
    if case.state == State.STARTED and timezone.localdate() <= case.due_on:
        yield Blocker("time", f"The school has until {case.due_on:%-d %B %Y} to sign again. Wait, or stop the case.")
    if case.state == State.RESUBMITTED and not case.still:
        yield Blocker("mended", "The return as signed again meets no criterion. Resolve the case, or stop it.")


def end_says_why(case: PoorQualityCase) -> Iterator[Blocker]:
    """The school reads why, and it stays on record."""
    if not case.ended_why.strip():
        yield Blocker("why", "Say why: the school reads it.")


def no_step_waits(case: PoorQualityCase) -> Iterator[Blocker]:
    """A step that is proposed or confirmed is taken or withdrawn first. One query."""
    if case.steps.filter(state__in=WAITING).exists():
        yield Blocker("step", "A step has been proposed and not taken. Take it or withdraw it first.")


def is_signed_again(case: PoorQualityCase) -> Iterator[Blocker]:
    """The chair has signed the mended return."""
    if case.resubmitted_at is None:
        yield Blocker("signed", "The chair has not signed the mended return.")


def case_is_open(step: CaseStep) -> Iterator[Blocker]:
    """Nothing is done under a case that has ended."""
    if step.case.state not in OPEN:
        yield Blocker("ended", f"The case is {step.case.get_state_display().lower()}, so no step can be taken.")


def day_has_come(step: CaseStep) -> Iterator[Blocker]:
    """What is taken was taken on a day, after it was confirmed."""
    if step.taken_on is None or step.taken_on > timezone.localdate():
        yield Blocker("taken_on", "Enter the day on which the letter went out: today, or a day before.")
    elif step.confirmed_at and step.taken_on < timezone.localdate(step.confirmed_at):
        day = timezone.localdate(step.confirmed_at)
        yield Blocker("taken_on", f"The step was confirmed on {day:%-d %B %Y}. The letter goes out then or later.")


def withdrawal_says_why(step: CaseStep) -> Iterator[Blocker]:
    """Why it is not taken, or was wrong."""
    if not step.withdrawn_why.strip():
        yield Blocker("why", "Say why the step is withdrawn.")


def comes_in_order(addressee: str, *, taken: Collection[str], why: str) -> Iterator[Blocker]:
    """Trust, local authority or diocese come before the department, unless there is a reason. taken: to whom so far."""
    if addressee == To.DFE and not taken and not why.strip():
        yield Blocker(
            "out_of_order_why",
            "No step to a trust, local authority or diocese has been taken. Say why the department comes first.",
        )


def is_the_first_to(addressee: str, *, standing: Collection[str]) -> Iterator[Blocker]:
    """One step to each. standing: to whom steps were proposed that are not withdrawn."""
    if addressee in standing:
        yield Blocker("addressee", f"There is a step to this addressee already: {To(addressee).label}.")
