"""What must hold before a group or an arrangement changes."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone

from audits.cycles.models import Cycle, CycleGroup
from lscp_portal.calendar.working_days import is_working_day
from lscp_portal.workflow import Blocker

CHANGING = frozenset({Cycle.State.PLANNED, Cycle.State.OPEN})


def can_be_arranged(cycle: Cycle) -> Iterator[Blocker]:
    """Before the cycle is closed."""
    if cycle.state not in CHANGING:
        yield Blocker("wrong_state", f"The cycle is {cycle.get_state_display().lower()}, so nothing can be arranged.")


def has_not_opened(group: CycleGroup) -> Iterator[Blocker]:
    """Schools that were told their dates keep them; more time is given by an extension."""
    if group.opened_at is not None:
        yield Blocker("opened", f"{group.name} is open. Give its schools more time instead of changing its dates.")
    if group.removed_at is not None:
        yield Blocker("removed", f"{group.name} was taken out before.")


def its_cycle_is_open(group: CycleGroup) -> Iterator[Blocker]:
    """A group opens inside an open cycle."""
    if group.cycle.state != Cycle.State.OPEN:
        words = group.cycle.get_state_display().lower()
        yield Blocker("cycle", f"The cycle is {words}. A group opens while its cycle is open.")


def its_day_has_come(group: CycleGroup, *, closed: Collection[date]) -> bool:
    """Whether it opens by itself today. closed: days on which no school of the area works."""
    waits = group.opened_at is None and group.removed_at is None
    return waits and group.opens_on <= timezone.localdate() and groups_open_on(timezone.localdate(), closed=closed)


def groups_open_on(day: date, *, closed: Collection[date]) -> bool:
    """Whether groups open by themselves on this day: at a weekend or in holidays nobody reads the letter.

    A group whose day is closed opens on the next open one.
    """
    return is_working_day(day, closed=closed)
