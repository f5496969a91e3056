"""Writing to a school, and its answer."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.feedback.models import Feedback
from audits.feedback.policies import may_issue
from audits.feedback.queries import letter_of
from audits.feedback.rules import hash_of, mark_of
from audits.feedback.transitions import FEEDBACK
from audits.feedback.types import DraftConflict, Letter, Words
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AUDIT
from audits.review.actions import locked
from audits.review.models import Recommendation
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail import recording as trail
from lscp_portal.workflow import Blocker, Refused

TOLD = ("dsl", "head", "chair")


def save_draft(*, actor: Actor, audit_id: int, words: Words, read: str) -> Feedback:
    """Keep the words of a letter that is not issued yet.

    read: rules.mark_of the words the page was showing; "" when there were none. Raises DraftConflict (holds both
    wordings), Refused (already issued), PermissionDenied.
    """
    audit = locked(audit_id)
    feedback = _feedback_of(audit)
    if not may_issue(actor, feedback):
        raise PermissionDenied("feedback.draft")
    if feedback.state != Feedback.State.DRAFT:
        raise Refused([Blocker("issued", "The letter is issued, so its words cannot be changed.")])
    if mark_of(feedback.opening, feedback.strengths) != read:
        raise DraftConflict(theirs=Words(opening=feedback.opening, strengths=feedback.strengths), yours=words)
    feedback.opening, feedback.strengths = words.opening, words.strengths
    feedback.save()
    trail.record(actor, "feedback.drafted", feedback, audit=audit.pk)
    return feedback


def issue_feedback(*, actor: Actor, audit_id: int) -> Feedback:
    """Freeze the letter, give it to the school with its recommendations, and tell DSL, head and chair.

    Raises PermissionDenied, Refused (no review handed in, no words yet, or issued already).
    """
    audit = locked(audit_id)
    feedback = _feedback_of(audit)
    FEEDBACK.move("issue", feedback, actor)
    AUDIT.move("issue_feedback", audit, actor)
    words = Words(opening=feedback.opening, strengths=feedback.strengths)
    letter = letter_of(audit_id=audit_id, words=words, signed_by=actor.name)
    if letter is None:  # review_is_handed_in has just held; for the type checker and for the reader
        raise Refused([Blocker("review", "The review has not been handed in yet.")])
    feedback.content = letter.as_content()
    feedback.issued_at, feedback.issued_by_id = timezone.now(), actor.person_id
    feedback.save(update_fields=["state", "content", "issued_at", "issued_by_id"])
    audit.save(update_fields=["state"])
    _give_recommendations(letter, feedback)
    trail.record(actor, "feedback.issued", feedback, audit=audit.pk, sha256=hash_of(feedback.content))
    queue(
        template="feedback_issued",
        key=f"feedback:{feedback.pk}",
        to=holders(roles=TOLD, school_id=audit.school_id),
        path=f"/s/{letter.urn}/feedback/{audit.pk}/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return feedback


def acknowledge_feedback(*, actor: Actor, audit_id: int, words: str, address: str) -> Feedback:
    """The head or chair says that the school has the letter, in its own words; the leads are told.

    address: of the letter's page for the partnership, which the school's side cannot know by itself. Raises
    PermissionDenied, Refused, Feedback.DoesNotExist (not issued).
    """
    audit = locked(audit_id)
    feedback: Feedback = Feedback.objects.get(audit=audit)
    FEEDBACK.move("acknowledge", feedback, actor)
    AUDIT.move("acknowledge", audit, actor)
    feedback.acknowledged_at, feedback.acknowledged_by_id = timezone.now(), actor.person_id
    feedback.acknowledgement = words
    feedback.save(update_fields=["state", "acknowledged_at", "acknowledged_by_id", "acknowledgement"])
    audit.save(update_fields=["state"])
    trail.record(actor, "feedback.acknowledged", feedback, audit=audit.pk)
    queue(
        template="feedback_acknowledged",
        key=f"acknowledged:{feedback.pk}",
        to=holders(roles=("lead",), school_id=None),
        path=address,
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return feedback


def close_audit(*, actor: Actor, audit_id: int) -> Audit:
    """The lead closes an audit that the school has acknowledged. Raises PermissionDenied, Refused."""
    audit = locked(audit_id)
    AUDIT.move("close", audit, actor)
    audit.save(update_fields=["state"])
    trail.record(actor, "audit.closed", audit)
    return audit


def _feedback_of(audit: Audit) -> Feedback:
    """The letter of a locked audit, new when there is none."""
    feedback: Feedback | None = Feedback.objects.filter(audit=audit).first()
    return feedback or Feedback(audit=audit, **audit.owner)


def _give_recommendations(letter: Letter, feedback: Feedback) -> None:
    """From here on the school's scope can see them (row-level security looks at issued_at)."""
    given = Recommendation.objects.filter(pk__in=[row.pk for row in letter.recommendations])
    given.update(issued_at=feedback.issued_at)
