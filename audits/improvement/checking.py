"""What somebody else does with an improvement: verify it, send it back, withdraw it."""

from django.utils import timezone

from audits.improvement.actions import locked
from audits.improvement.models import Improvement
from audits.improvement.policies import verifies_as
from audits.improvement.steps import Kind, keep
from audits.improvement.telling import tell_school
from audits.improvement.transitions import IMPROVEMENT
from lscp_portal.tenancy.actor import Actor

VERIFIED = ["state", "verified_at", "verified_by_id", "verified_as", "verified_words"]
SENT_BACK = ["state", "sent_back_why", "said_done_at", "said_done_by_id"]
WITHDRAWN = ["state", "withdrawn_at", "withdrawn_by_id", "withdrawn_why"]
PLANNING = ("dsl", "deputy_dsl")


def verify(*, actor: Actor, improvement_id: int, words: str) -> Improvement:
    """Say what was looked at, and that it is done. For ever.

    Raises PermissionDenied (also whoever had a hand in it, and the school for a critical one), Refused.
    """
    work = locked(improvement_id)
    work.verified_words = words
    IMPROVEMENT.move("verify", work, actor)
    work.verified_at, work.verified_by_id = timezone.now(), actor.person_id
    work.verified_as = verifies_as(actor, work)
    work.save(update_fields=VERIFIED)
    step = keep(actor, work, Kind.VERIFIED, words)
    tell_school(actor, step, work, template="improvement_verified", roles=PLANNING)
    return work


def send_back(*, actor: Actor, improvement_id: int, words: str) -> Improvement:
    """Say what is missing; the school goes on. Whoever said it was done stays one of its hands.

    Raises PermissionDenied, Refused.
    """
    work = locked(improvement_id)
    work.sent_back_why = words
    IMPROVEMENT.move("send_back", work, actor)
    work.said_done_at, work.said_done_by_id = None, None
    work.save(update_fields=SENT_BACK)
    step = keep(actor, work, Kind.SENT_BACK, words)
    tell_school(actor, step, work, template="improvement_sent_back", roles=PLANNING)
    return work


def withdraw(*, actor: Actor, improvement_id: int, words: str) -> Improvement:
    """Take it off the list with a reason, which stays. Raises PermissionDenied, Refused."""
    work = locked(improvement_id)
    work.withdrawn_why = words
    IMPROVEMENT.move("withdraw", work, actor)
    work.withdrawn_at, work.withdrawn_by_id = timezone.now(), actor.person_id
    work.save(update_fields=WITHDRAWN)
    step = keep(actor, work, Kind.WITHDRAWN, words)
    tell_school(actor, step, work, template="improvement_withdrawn", roles=("dsl", "deputy_dsl", "head"))
    return work
