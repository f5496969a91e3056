"""Writing to a school, and its answer."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.feedback.models import Feedback, FeedbackRating, RecommendationAnswer
from audits.feedback.policies import may_issue, may_rate
from audits.feedback.queries import letter_of
from audits.feedback.rules import can_be_rated, every_one_is_answered, hash_of, mark_of
from audits.feedback.transitions import FEEDBACK
from audits.feedback.types import DraftConflict, Letter, Words
from audits.improvement.closing import carry_open_ones
from audits.improvement.creating import from_letter
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import may_issue_feedback
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


def acknowledge_feedback(
    *, actor: Actor, audit_id: int, words: str, answers: Mapping[int, tuple[str, str]], address: str
) -> Feedback:
    """The head or chair says that the school has the letter and what it says to each recommendation; leads are told.

    What it accepts, in whole or in part, comes onto its list of improvements; a rejection stands with its reason.

    answers: id of a recommendation -> (key of RecommendationAnswer.Answer, reason). address: of the letter's page for
    the partnership, which the school's side cannot know by itself. Raises PermissionDenied, Refused (also when a
    recommendation is left without an answer, or one is not accepted without a reason), Feedback.DoesNotExist (not
    issued).
    """
    audit = locked(audit_id)
    feedback: Feedback = Feedback.objects.get(audit=audit)
    FEEDBACK.move("acknowledge", feedback, actor)
    AUDIT.move("acknowledge", audit, actor)
    asked = [row.pk for row in Letter.of(feedback.content or {}).recommendations]
    if missing := every_one_is_answered(asked, answers):
        raise Refused(missing)
    RecommendationAnswer.objects.bulk_create(
        RecommendationAnswer(
            recommendation_id=pk, answer=answers[pk][0], reason=answers[pk][1], by_id=actor.person_id, **audit.owner
        )
        for pk in asked
    )
    rejected = RecommendationAnswer.Answer.REJECT
    from_letter(actor=actor, audit=audit, accepted=[pk for pk in asked if answers[pk][0] != rejected])
    feedback.acknowledged_at, feedback.acknowledged_by_id = timezone.now(), actor.person_id
    feedback.acknowledgement = words
    feedback.save(update_fields=["state", "acknowledged_at", "acknowledged_by_id", "acknowledgement"])
    audit.save(update_fields=["state"])
    said = {str(pk): answers[pk][0] for pk in asked}
    trail.record(actor, "feedback.acknowledged", feedback, audit=audit.pk, answers=said)
    queue(
        template="feedback_acknowledged",
        key=f"acknowledged:{feedback.pk}",
        to=holders(roles=("lead",), school_id=None),
        path=address,
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return feedback


def rate_feedback(*, actor: Actor, audit_id: int, rating: Mapping[str, str]) -> FeedbackRating:
    """How much the letter helped. Said again, the later word stands; no more once the audit is closed.

    rating: is_clear, is_fair, is_useful (keys of FeedbackRating.Helped) and words. Raises PermissionDenied, Refused,
    Feedback.DoesNotExist.
    """
    audit = locked(audit_id)
    feedback: Feedback = Feedback.objects.get(audit=audit)
    if not may_rate(actor, feedback):
        raise PermissionDenied("feedback.rate")
    if found := list(can_be_rated(feedback, audit_is_closed=audit.state == Audit.State.CLOSED)):
        raise Refused(found)
    said = {**rating, "by_id": actor.person_id, "at": timezone.now()}
    row: FeedbackRating
    row, _is_new = FeedbackRating.objects.update_or_create(
        feedback=feedback, defaults=said, create_defaults={**said, **audit.owner}
    )
    trail.record(actor, "feedback.rated", feedback, audit=audit.pk)
    return row


def close_audit(*, actor: Actor, audit_id: int, carry: bool = False) -> Audit:
    """The lead closes an audit that the school has acknowledged. carry: what is still open goes on in the next cycle.

    Raises PermissionDenied, Refused (also while an improvement is open and is not carried).
    """
    audit = locked(audit_id)
    if not may_issue_feedback(actor, audit):
        raise PermissionDenied("audit.close")
    if carry and audit.state == Audit.State.ACKNOWLEDGED:
        carry_open_ones(actor=actor, audit=audit)
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
