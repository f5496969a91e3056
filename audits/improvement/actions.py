"""What a school does with an improvement: agree, change the plan, begin, say that it is done."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.improvement.models import Improvement
from audits.improvement.policies import may_plan
from audits.improvement.rules import WITH_SCHOOL, grown, has_owner, plan_holds
from audits.improvement.steps import Kind, keep
from audits.improvement.telling import tell_partnership, tell_school
from audits.improvement.transitions import IMPROVEMENT
from audits.improvement.types import Plan
from audits.lifecycle.policies import AT_SCHOOL
from lscp_portal.accounts.queries import holders
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Blocker, Refused

PLANNED = ["due_on", "later_why", "owner_id", "owner_words", "hands"]
GOVERNORS = ("link_governor", "chair")
NOT_HERE = Blocker("owner", "Choose somebody who works at the school now, or name a role.", field="owner")


def locked(improvement_id: int) -> Improvement:
    """The row under its lock, which every step of it takes first. Raises Improvement.DoesNotExist."""
    rows = Improvement.objects.select_for_update(of=("self",), no_key=True).select_related("school", "tenant")
    found: Improvement = rows.get(pk=improvement_id)
    return found


def agree(*, actor: Actor, improvement_id: int, plan: Plan) -> Improvement:
    """The school says who does it and by when; the owner is told. Raises PermissionDenied, Refused."""
    work = locked(improvement_id)
    if not may_plan(actor, work):
        raise PermissionDenied("improvement.agree")
    take_over(work, plan)
    IMPROVEMENT.move("agree", work, actor)
    work.save(update_fields=["state", *PLANNED])
    step = keep(actor, work, Kind.AGREED, work.later_why)
    tell_school(actor, step, work, template="improvement_given", roles=())
    return work


def change_plan(*, actor: Actor, improvement_id: int, plan: Plan) -> Improvement:
    """Another owner or date before it is said to be done; a later date says why. Raises PermissionDenied, Refused."""
    work = locked(improvement_id)
    if not may_plan(actor, work):
        raise PermissionDenied("improvement.change")
    if work.state not in WITH_SCHOOL - {Improvement.State.PROPOSED}:
        raise Refused([Blocker("state", f"It is {work.get_state_display().lower()} now, so its plan stands.")])
    owner = work.owner_id
    take_over(work, plan)
    if found := list(has_owner(work)):
        raise Refused(found)
    work.save(update_fields=PLANNED)
    step = keep(actor, work, Kind.CHANGED, plan.later_why)
    if work.owner_id != owner:
        tell_school(actor, step, work, template="improvement_given", roles=())
    return work


def start(*, actor: Actor, improvement_id: int) -> Improvement:
    """Say that the work has begun. Raises PermissionDenied, Refused."""
    work = locked(improvement_id)
    IMPROVEMENT.move("start", work, actor)
    work.save(update_fields=["state"])
    keep(actor, work, Kind.STARTED)
    return work


def say_done(*, actor: Actor, improvement_id: int, evidence: str) -> Improvement:
    """Say that it is done and what shows it; whoever may look next is told.

    Raises PermissionDenied, Refused (also when somebody has said so already).
    """
    work = locked(improvement_id)
    work.evidence = evidence
    IMPROVEMENT.move("say_done", work, actor)
    work.said_done_at, work.said_done_by_id = timezone.now(), actor.person_id
    work.hands = grown(work.hands, actor.person_id)
    work.save(update_fields=["state", "evidence", "said_done_at", "said_done_by_id", "hands"])
    step = keep(actor, work, Kind.SAID_DONE, evidence)
    if work.is_critical:
        tell_partnership(actor, step, work, template="improvement_said_done")
    else:
        tell_school(actor, step, work, template="improvement_said_done", roles=GOVERNORS, owner=False)
    return work


def take_over(work: Improvement, plan: Plan) -> None:
    """Set the plan on a row whose lock the caller holds, or a new one. Raises Refused."""
    found = list(plan_holds(plan, work, today=timezone.localdate()))
    if plan.owner_id is not None and plan.owner_id != work.owner_id and not _works_here(plan.owner_id, work.school_id):
        found.append(NOT_HERE)
    if found:
        raise Refused(found)
    is_later = work.asked_due_on is not None and plan.due_on > work.asked_due_on
    work.later_why = (plan.later_why or work.later_why) if is_later else ""
    work.due_on, work.owner_id = plan.due_on, plan.owner_id
    work.owner_words = "" if plan.owner_id else plan.owner_words
    work.hands = grown(work.hands, plan.owner_id)


def _works_here(person_id: int, school_id: int) -> bool:
    return person_id in holders(roles=AT_SCHOOL, school_id=school_id)
