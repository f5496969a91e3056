"""Plan a cycle, open it for every school of the area, close it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.cycles.inviting import invite
from audits.cycles.models import Cycle, CycleGroup
from audits.cycles.policies import may_run_cycles
from audits.cycles.transitions import CYCLE
from audits.cycles.types import CycleExists, CyclePlan, Opening
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused


def plan_cycle(*, actor: Actor, plan: CyclePlan) -> Cycle:
    """Write a cycle down, not yet open. Raises PermissionDenied, CycleExists."""
    if not may_run_cycles(actor):
        raise PermissionDenied("cycle.plan")
    cycle = Cycle(
        tenant_id=actor.tenant_id,
        framework_id=plan.framework_id,
        name=plan.name,
        year=plan.year,
        mode=plan.mode,
        section_codes=list(plan.section_codes),
        opens_on=plan.opens_on,
        due_on=plan.due_on,
        new_schools_full=plan.new_schools_full,
    )
    try:
        with transaction.atomic():
            cycle.save(force_insert=True)
    except IntegrityError as clash:
        if "cycle_once_per_year_and_mode" not in str(clash):
            raise
        raise CycleExists from clash
    record(actor, "cycle.planned", cycle, year=plan.year, mode=plan.mode)
    return cycle


def open_cycle(*, actor: Actor, cycle_id: int) -> Opening:
    """Open the cycle: an audit for each open school of the partnership, and a message to each DSL and head.

    With groups, for the schools of those whose day has come; the others open on their day (audits.grouping). Schools
    whose kind the register does not tell, that are in no group, or that are not asked this year get no audit.
    Raises PermissionDenied, Refused. 11 statements, whatever the number of schools; 12 with the rule for new schools.
    """
    cycle = locked_cycle(cycle_id)
    CYCLE.move("open", cycle, actor)
    cycle.opened_at, cycle.opened_by_id = timezone.now(), actor.person_id
    cycle.save(update_fields=["state", "opened_at", "opened_by_id"])
    due = CycleGroup.objects.filter(cycle=cycle, removed_at=None, opens_on__lte=timezone.localdate())
    due.update(opened_at=cycle.opened_at)
    return invite(actor, cycle, "cycle.opened")


def invite_missing(*, actor: Actor, cycle_id: int) -> Opening:
    """Give an audit to schools that have none in this open cycle: those that came into the register since.

    Raises PermissionDenied, Refused. 10 statements, whatever the number of schools.
    """
    cycle = locked_cycle(cycle_id)
    if not may_run_cycles(actor, cycle):
        raise PermissionDenied("cycle.invite_missing")
    if cycle.state != Cycle.State.OPEN:
        raise Refused([Blocker("wrong_state", "Schools can be invited while the cycle is open only.")])
    return invite(actor, cycle, "cycle.schools_invited")


def close_cycle(*, actor: Actor, cycle_id: int) -> Cycle:
    """Take no new returns, but from schools that have more time. Raises PermissionDenied, Refused."""
    return _move("close", actor=actor, cycle_id=cycle_id, closed_on=timezone.localdate())


def reopen_cycle(*, actor: Actor, cycle_id: int) -> Cycle:
    """Take returns again. Raises PermissionDenied, Refused."""
    return _move("reopen", actor=actor, cycle_id=cycle_id, closed_on=None)


def complete_cycle(*, actor: Actor, cycle_id: int) -> Cycle:
    """End the cycle. Raises PermissionDenied, Refused."""
    return _move("complete", actor=actor, cycle_id=cycle_id)


def locked_cycle(cycle_id: int) -> Cycle:
    """The cycle with its framework, locked until the transaction ends. Raises Cycle.DoesNotExist."""
    rows = Cycle.objects.select_for_update(of=("self",), no_key=True).select_related("framework")
    cycle: Cycle = rows.get(pk=cycle_id)
    return cycle


def _move(name: str, *, actor: Actor, cycle_id: int, **also: date | None) -> Cycle:
    cycle = locked_cycle(cycle_id)
    CYCLE.move(name, cycle, actor)
    for field, value in also.items():
        setattr(cycle, field, value)
    cycle.save(update_fields=["state", *also])
    record(actor, f"cycle.{name}", cycle)
    return cycle
