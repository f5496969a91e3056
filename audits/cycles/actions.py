"""Plan a cycle, open it for every school of the area, close it."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.cycles.asking import opening_of, planned_audits
from audits.cycles.models import Cycle
from audits.cycles.policies import may_run_cycles
from audits.cycles.transitions import CYCLE
from audits.cycles.types import CycleExists, CyclePlan, LeftOut, Opening
from audits.frameworks.applicability import NeedsAPerson, SchoolProfile
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders_by_school
from lscp_portal.notify.posting import queue_many
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from schools.register.models import School

TOLD = ("dsl", "head")


def plan_cycle(*, actor: Actor, plan: CyclePlan) -> Cycle:
    """Write a cycle down, not yet open. Raises PermissionDenied, CycleExists."""
    if not may_run_cycles(actor):
        raise PermissionDenied("cycle.plan")
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                tenant_id=actor.tenant_id,
                framework_id=plan.framework_id,
                name=plan.name,
                year=plan.year,
                mode=plan.mode,
                section_codes=list(plan.section_codes),
                opens_on=plan.opens_on,
                due_on=plan.due_on,
            )
    except IntegrityError as clash:
        if "cycle_once_per_year_and_mode" not in str(clash):
            raise
        raise CycleExists from clash
    record(actor, "cycle.planned", cycle, year=plan.year, mode=plan.mode)
    return cycle


def open_cycle(*, actor: Actor, cycle_id: int) -> Opening:
    """Open the cycle: an audit for each open school of the partnership, and a message to each DSL and head.

    Schools whose kind the register does not tell get no audit until somebody decides (setting_model.rule_notes).
    Raises PermissionDenied, Refused. 12 statements, whatever the number of schools.
    """
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).select_related("framework").get(pk=cycle_id)
    CYCLE.move("open", cycle, actor)
    cycle.opened_at, cycle.opened_by_id = timezone.now(), actor.person_id
    cycle.save(update_fields=["state", "opened_at", "opened_by_id"])
    there = set(Audit.objects.filter(cycle=cycle).values_list("school_id", flat=True))
    audits, left_out = [], []
    for school, profile, asked in planned_audits(cycle):
        if isinstance(profile, NeedsAPerson):
            left_out.append(LeftOut(school.urn, school.name, profile.reason))
        elif school.pk not in there:
            audits.append(audit_of(cycle, school, profile, asked))
    Audit.objects.bulk_create(audits)
    record(actor, "cycle.opened", cycle, audits=len(audits), left_out=[row.urn for row in left_out])
    _tell(actor, cycle, audits)
    return opening_of([len(audit.indicator_ids) for audit in audits], left_out)


def close_cycle(*, actor: Actor, cycle_id: int) -> Cycle:
    """Take no new returns. Raises PermissionDenied, Refused."""
    return _move("close", actor=actor, cycle_id=cycle_id)


def complete_cycle(*, actor: Actor, cycle_id: int) -> Cycle:
    """End the cycle. Raises PermissionDenied, Refused."""
    return _move("complete", actor=actor, cycle_id=cycle_id)


def _move(name: str, *, actor: Actor, cycle_id: int) -> Cycle:
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle_id)
    CYCLE.move(name, cycle, actor)
    cycle.save(update_fields=["state"])
    record(actor, f"cycle.{name}", cycle)
    return cycle


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


def _tell(actor: Actor, cycle: Cycle, audits: list[Audit]) -> None:
    people = holders_by_school(roles=TOLD)
    queue_many(
        template="audit_opened",
        messages=[
            {
                "key": f"opened:{cycle.pk}:{audit.school_id}",
                "to": people.get(audit.school_id, []),
                "path": f"/s/{audit.school.urn}/audit/",
                "by": actor.person_id,
                "school_id": audit.school_id,
                "due_on": audit.due_on,
            }
            for audit in audits
        ],
    )
