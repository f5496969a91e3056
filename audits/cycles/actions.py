"""Plan a cycle, open it for every school of the area, close it."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.cycles.asking import left_out, opening_of, planned_audits
from audits.cycles.models import Cycle
from audits.cycles.policies import may_run_cycles
from audits.cycles.transitions import CYCLE
from audits.cycles.types import CycleExists, CyclePlan, Opening
from audits.frameworks.applicability import NeedsAPerson, SchoolProfile
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders_by_school
from lscp_portal.notify.posting import TASK, letters
from lscp_portal.outbox.posting import post_many
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.register.models import School

TOLD = ("dsl", "head")


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

    Schools whose kind the register does not tell get no audit until somebody decides (setting_model.rule_notes).
    Raises PermissionDenied, Refused. 8 statements, whatever the number of schools.
    """
    cycle = _locked(cycle_id)
    CYCLE.move("open", cycle, actor)
    cycle.opened_at, cycle.opened_by_id = timezone.now(), actor.person_id
    cycle.save(update_fields=["state", "opened_at", "opened_by_id"])
    return _invite(actor, cycle, "cycle.opened")


def invite_missing(*, actor: Actor, cycle_id: int) -> Opening:
    """Give an audit to schools that have none in this open cycle: those that came into the register since.

    Raises PermissionDenied, Refused. 7 statements, whatever the number of schools.
    """
    cycle = _locked(cycle_id)
    if not may_run_cycles(actor, cycle):
        raise PermissionDenied("cycle.invite_missing")
    if cycle.state != Cycle.State.OPEN:
        raise Refused([Blocker("wrong_state", "Schools can be invited while the cycle is open only.")])
    return _invite(actor, cycle, "cycle.schools_invited")


def close_cycle(*, actor: Actor, cycle_id: int) -> Cycle:
    """Take no new returns. Raises PermissionDenied, Refused."""
    return _move("close", actor=actor, cycle_id=cycle_id)


def reopen_cycle(*, actor: Actor, cycle_id: int) -> Cycle:
    """Take returns again. Raises PermissionDenied, Refused."""
    return _move("reopen", actor=actor, cycle_id=cycle_id)


def complete_cycle(*, actor: Actor, cycle_id: int) -> Cycle:
    """End the cycle. Raises PermissionDenied, Refused."""
    return _move("complete", actor=actor, cycle_id=cycle_id)


def audit_of(cycle: Cycle, school: School, profile: SchoolProfile, asked: list[int]) -> Audit:
    """An audit ready to be kept."""
    return Audit(
        tenant_id=cycle.tenant_id,
        school=school,
        cycle=cycle,
        governance=profile.governance,
        features=sorted(profile.features),
        indicator_ids=asked,
        due_on=cycle.due_on,
    )


def _locked(cycle_id: int) -> Cycle:
    rows = Cycle.objects.select_for_update(of=("self",), no_key=True).select_related("framework")
    cycle: Cycle = rows.get(pk=cycle_id)
    return cycle


def _move(name: str, *, actor: Actor, cycle_id: int) -> Cycle:
    cycle = _locked(cycle_id)
    CYCLE.move(name, cycle, actor)
    cycle.save(update_fields=["state"])
    record(actor, f"cycle.{name}", cycle)
    return cycle


def _invite(actor: Actor, cycle: Cycle, kind: str) -> Opening:
    audits, without = [], []
    for school, profile, asked in planned_audits(cycle):
        if isinstance(profile, NeedsAPerson):
            without.append(left_out(school, profile))
        else:
            audits.append(audit_of(cycle, school, profile, asked))
    Audit.objects.bulk_create(audits)
    record(actor, kind, cycle, audits=len(audits), left_out=[row.urn for row in without])
    post_many(TASK, chain.from_iterable(_letters(actor, cycle, audits)))
    return opening_of([len(audit.indicator_ids) for audit in audits], without)


def _letters(actor: Actor, cycle: Cycle, audits: list[Audit]) -> Iterator[Iterator[tuple[str, dict[str, Any]]]]:
    people = holders_by_school(roles=TOLD)
    for audit in audits:
        yield letters(
            template="audit_opened",
            key=f"opened:{cycle.pk}:{audit.school_id}",
            to=people.get(audit.school_id, []),
            path=f"/s/{audit.school.urn}/audit/",
            by=actor.person_id,
            school_id=audit.school_id,
            due_on=audit.due_on,
        )
