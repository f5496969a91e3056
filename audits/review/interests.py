"""Declaring interests: said before anything of a school's answers is seen (domain: conflict declaration first)."""

from django.core.exceptions import PermissionDenied

from audits.moderation.actions import give_back_second_readings
from audits.review.actions import release_review
from audits.review.models import Review
from audits.review.policies import may_declare
from lscp_portal.accounts.models import InterestDeclaration
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail import recording as trail
from schools.register.models import School

KINDS = {
    "worked_there": "I work there, or worked there in the last five years",
    "child_there": "A child of my family goes there",
    "governor": "I am a governor or trustee there, or was in the last five years",
    "trust_link": "I work for, or am close to, its trust, diocese or proprietor",
    "complaint": "I made or handled a complaint about it",
    "friendship": "I am a friend or relative of somebody who leads it",
    "other": "Something else",
}


def declare_interest(*, actor: Actor, school_id: int, conflict: str = "", details: str = "") -> InterestDeclaration:
    """Say for oneself whether there is a conflict with this school. conflict: a key of KINDS; "" for none.

    A declared conflict ends a reading that this person has begun, and cannot be taken back by her. Raises
    PermissionDenied (also when a conflict already stands), ValueError for an unknown kind.
    """
    school = School.objects.get(pk=school_id)
    if not may_declare(actor, school):
        raise PermissionDenied("interest.declare")
    if conflict and conflict not in KINDS:
        raise ValueError(f"There is no kind of conflict {conflict!r}.")
    if conflict:
        _give_back_what_is_being_read(actor, school_id)
    declaration: InterestDeclaration = InterestDeclaration.objects.create(
        tenant_id=school.tenant_id,
        school=school,
        person_id=actor.person_id,
        has_conflict=bool(conflict),
        reason=": ".join(filter(None, (KINDS.get(conflict, ""), details)))[:300],
    )
    trail.record(actor, "interest.declared", declaration, school=school_id, conflict=conflict or None)
    return declaration


def _give_back_what_is_being_read(actor: Actor, school_id: int) -> None:
    """The reader is still cleared in this request, so the ordinary way of giving back is open to her."""
    begun = Review.objects.filter(school_id=school_id, reviewer_id=actor.person_id, state=Review.State.CLAIMED)
    for review_id in begun.values_list("pk", flat=True):
        release_review(actor=actor, review_id=review_id)
    give_back_second_readings(actor=actor, school_id=school_id)
