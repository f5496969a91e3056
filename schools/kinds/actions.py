"""Say what kind of school a school is where the register does not tell; or take it back."""

from django.core.exceptions import PermissionDenied

from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from schools.kinds.models import KindDecision
from schools.kinds.policies import may_decide_kind
from schools.register.models import School


def decide_kind(*, actor: Actor, school_id: int, governance: str, reason: str) -> KindDecision:
    """Keep a decision with its reason; the latest one counts. governance: "" takes the one before back.

    The caller offers only what the current framework knows. Raises PermissionDenied, School.DoesNotExist.
    """
    if not may_decide_kind(actor):
        raise PermissionDenied("kind.decide")
    school = School.objects.select_for_update(no_key=True).get(pk=school_id)
    decision: KindDecision = KindDecision.objects.create(
        tenant_id=school.tenant_id,
        school=school,
        governance=governance,
        reason=reason,
        decided_by_id=actor.person_id,
    )
    record(actor, "school.kind_decided", decision, urn=school.urn, governance=governance)
    return decision
