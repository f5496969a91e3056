"""Steps beyond the school: a lead proposes, a second person confirms, a lead takes. Nothing is sent by the portal."""

from dataclasses import asdict
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.escalation.actions import TOLD, locked_case, what_stands
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.escalation.policies import CONFIRMING, may_lead_case
from audits.escalation.rules import comes_in_order, is_the_first_to
from audits.escalation.transitions import CASE, CASE_STEP
from audits.escalation.types import Proposal
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

State = CaseStep.State
SAYS = {
    "organisation": "Name the organisation that the letter goes to.",
    "reason": "Say why this step is needed.",
    "shared": "Say what they are told.",
}


def propose_step(*, actor: Actor, case_id: int, proposal: Proposal) -> CaseStep:
    """Propose to write to somebody beyond the school; leads and administrators are asked to confirm.

    Raises PermissionDenied, Refused, PoorQualityCase.DoesNotExist.
    """
    audit, case = locked_case(case_id)
    if not may_lead_case(actor, case):
        raise PermissionDenied("step.propose")
    what_stands(case)
    standing = [step for step in case.steps.all() if step.state != State.WITHDRAWN]
    taken = [step.addressee for step in standing if step.state == State.TAKEN]
    found = [
        *CASE.blockers("step_up", case),
        *is_the_first_to(proposal.addressee, standing=[step.addressee for step in standing]),
        *comes_in_order(proposal.addressee, taken=taken, why=proposal.out_of_order_why),
        *(Blocker(name, words) for name, words in SAYS.items() if not getattr(proposal, name).strip()),
    ]
    if found:
        raise Refused(found)
    step: CaseStep = CaseStep.objects.create(
        case=case, **asdict(proposal), proposed_by_id=actor.person_id, **case.owner
    )  # fmt: skip
    record(actor, "case_step.proposed", step, audit=audit.pk, case=case.pk, addressee=step.addressee)
    queue(
        template="case_step_proposed",
        key=f"step:{step.pk}",
        to=holders(roles=CONFIRMING),
        path=f"/p/{case.tenant.slug}/poor-returns/{case.pk}/",
        by=actor.person_id,
        school_id=case.school_id,
    )
    return step


def confirm_step(*, actor: Actor, step_id: int) -> CaseStep:
    """The second person says that the step is right. Raises PermissionDenied, Refused, CaseStep.DoesNotExist."""
    audit, _case, step = _locked_step(step_id)
    CASE_STEP.move("confirm", step, actor)
    step.confirmed_by_id, step.confirmed_at = actor.person_id, timezone.now()
    step.save(update_fields=["state", "confirmed_by_id", "confirmed_at"])
    record(actor, "case_step.confirmed", step, audit=audit.pk, addressee=step.addressee)
    return step


def take_step(*, actor: Actor, step_id: int, taken_on: date | None) -> CaseStep:
    """Record that the letter has gone out on a day; chair and head are told. Raises as confirm_step does."""
    audit, case, step = _locked_step(step_id)
    step.taken_on = taken_on
    CASE_STEP.move("take", step, actor)
    what_stands(case)
    CASE.move("step_up", case, actor)
    step.taken_by_id = actor.person_id
    step.save(update_fields=["state", "taken_by_id", "taken_on"])
    case.save(update_fields=["state"])
    record(actor, "case_step.taken", step, audit=audit.pk, addressee=step.addressee)
    queue(
        template="case_step_taken",
        key=f"step:{step.pk}",
        to=holders(roles=TOLD, school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/poor-return/{case.pk}/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return step


def withdraw_step(*, actor: Actor, step_id: int, why: str) -> CaseStep:
    """Take a step back, with a reason; one that was taken stays on record. Raises as confirm_step does."""
    audit, _case, step = _locked_step(step_id)
    step.withdrawn_why = why
    CASE_STEP.move("withdraw", step, actor)
    step.withdrawn_by_id, step.withdrawn_at = actor.person_id, timezone.now()
    step.save(update_fields=["state", "withdrawn_by_id", "withdrawn_at", "withdrawn_why"])
    record(actor, "case_step.withdrawn", step, audit=audit.pk, addressee=step.addressee)
    return step


def _locked_step(step_id: int) -> tuple[Audit, PoorQualityCase, CaseStep]:
    key = CaseStep.objects.values_list("case_id", flat=True).get(pk=step_id)
    audit, case = locked_case(key)
    step: CaseStep = CaseStep.objects.get(pk=step_id)
    step.case = case
    return audit, case, step
