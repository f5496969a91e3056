"""What must hold before a group or an arrangement changes."""

from collections.abc import Iterator

from django.utils import timezone

from audits.cycles.models import Cycle, CycleGroup
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


def its_day_has_come(group: CycleGroup) -> bool:
    """Whether it opens by itself now."""
    return group.opened_at is None and group.removed_at is None and group.opens_on <= timezone.localdate()
