"""What must hold before a school gets more time."""

from collections.abc import Collection, Iterator
from datetime import date

from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from lscp_portal.calendar.working_days import why_not_a_working_day
from lscp_portal.workflow import Blocker

TAKES_EXTENSIONS = frozenset({Cycle.State.OPEN, Cycle.State.CLOSED})


def is_still_to_come(audit: Audit) -> Iterator[Blocker]:
    """Only a return that is not handed in, in a cycle that is not complete, can have more time."""
    if audit.submitted_at is not None:
        yield Blocker("submitted", "It has handed in.")
    elif audit.cycle.state not in TAKES_EXTENSIONS:
        yield Blocker("complete", f"The cycle is {audit.cycle.get_state_display().lower()}.")


def gives_time(audit: Audit, *, due_on: date, closed: Collection[date]) -> Iterator[Blocker]:
    """The new date is later than the old one, and the school is open on it."""
    if due_on <= audit.due_on:
        yield Blocker("earlier", f"It has time until {audit.due_on:%-d %B %Y} already.")
    if wrong := why_not_a_working_day(due_on, closed=closed):
        yield Blocker("closed_day", f"{due_on:%-d %B %Y} is {wrong} there.")


def lies_ahead(due_on: date, *, today: date) -> Iterator[Blocker]:
    """Nobody gets time that is over."""
    if due_on <= today:
        yield Blocker("past", "The new due date must be after today.")
