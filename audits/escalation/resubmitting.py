"""A mended return: the case moves on with the chair's signature, and the reading goes on."""

from django.utils import timezone

from audits.corrections.models import Correction
from audits.escalation.models import PoorQualityCase
from audits.escalation.transitions import CASE
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AUDIT
from audits.moderation.choosing import begin_again
from audits.review.models import Review
from audits.review.transitions import REVIEW
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record


def signed_again(*, actor: Actor, correction: Correction) -> None:
    """With the chair's signature under what a case asked for. The caller holds the audit's lock. Raises Refused.

    actor: in the offices that they stand in for. In the school's scope, which knows nothing of reviews: the worker
    does the rest. Nothing happens for a correction that no case asked for.
    """
    if correction.case_id is None:
        return
    case: PoorQualityCase = PoorQualityCase.objects.get(pk=correction.case_id)
    case.resubmitted_at = case.resubmitted_at or timezone.now()
    CASE.move("resubmit", case, actor)
    case.save(update_fields=["state", "resubmitted_at"])
    record(actor, "case.resubmitted", case, audit=case.audit_id, version=correction.version)
    cause = f"case:{case.pk}:{correction.version}"
    post("audits.read_again", key=cause, case_id=case.pk, by=actor.person_id)


def _is_of_the_older_copy(review: Review, case: PoorQualityCase) -> bool:
    """Whether it was handed in before the chair signed again. A late worker finds it read anew. One query."""
    signed = Correction.objects.filter(case=case, state=Correction.State.SIGNED)
    return signed.filter(signed_at__gt=review.submitted_at).exists()


def read_again(*, case_id: int, by: int) -> None:
    """Open a finished reading again, so that the mended answers are read, and tell the leads. Twice: nothing more.

    In the partnership's scope. Raises PoorQualityCase.DoesNotExist.
    """
    case: PoorQualityCase = PoorQualityCase.objects.select_related("tenant").get(pk=case_id)
    audit: Audit = Audit.objects.select_for_update(of=("self",), no_key=True).get(pk=case.audit_id)
    review = Review.objects.filter(audit=audit, state=Review.State.SUBMITTED).first()
    if audit.state == Audit.State.REVIEWED and review is not None and _is_of_the_older_copy(review, case):
        AUDIT.move("read_again", audit, None)
        REVIEW.move("reopen", review, None)
        review.submitted_at = None
        audit.save(update_fields=["state"])
        review.save(update_fields=["state", "submitted_at"])
        record(None, "review.reopened", review, audit=audit.pk, case=case.pk)
        begin_again(audit)
    queue(
        template="case_resubmitted",
        key=f"case:{case.pk}",
        to=holders(roles=("lead",)),
        path=f"/p/{case.tenant.slug}/poor-returns/{case.pk}/",
        by=by,
        school_id=case.school_id,
    )
