"""What readers do with a return: take it, score it, recommend, give it back, hand it in."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.clarification.closing import close_rounds
from audits.frameworks.models import Indicator
from audits.lifecycle.child_details import as_read, read_answer
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AUDIT
from audits.moderation.choosing import choose_when_handed_in
from audits.review.models import Recommendation, Review, Score
from audits.review.policies import may_score
from audits.review.rules import BOXES, levels_for, review_is_open
from audits.review.transitions import REVIEW
from audits.review.types import RecommendationEntry, ScoreConflict, ScoreEntry
from lscp_portal.notify.posting import queue
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail import recording as trail
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.known import known_at


def claim_audit(*, actor: Actor, audit_id: int) -> Review:
    """Take a submitted return to read. One reader at a time: the second gets Refused.

    Raises PermissionDenied (no reviewer, or not cleared of a conflict with the school), Refused.
    """
    audit = locked(audit_id)
    AUDIT.move("begin_review", audit, actor)
    audit.save(update_fields=["state"])
    review: Review = Review.objects.create(audit=audit, reviewer_id=actor.person_id, **audit.owner)
    trail.record(actor, "review.claimed", review, audit=audit.pk)
    return review


def release_review(*, actor: Actor, review_id: int, why: str = "") -> Review:
    """Give a return back to the queue. What was scored is kept for its reader; another one starts afresh.

    why: optional words, which the lead reads. Raises PermissionDenied, Refused.
    """
    return _given_back(actor, review_id, why, ("release", "release_review"))


def take_back_review(*, actor: Actor, review_id: int, why: str) -> Review:
    """Give a return back for a reader who cannot go on; that person is told, and may take it up again later.

    Raises PermissionDenied, Refused (also without a reason).
    """
    review = _given_back(actor, review_id, why, ("take_back", "take_back_review"))
    queue(
        template="review_taken_back",
        key=f"review:{review.pk}:{review.released_at:%Y%m%d%H%M%S}",
        to=[review.reviewer_id],
        path=f"/p/{review.tenant.slug}/reviews/returns/{review.audit_id}/",
        by=actor.person_id,
        school_id=review.school_id,
    )
    return review


def resume_review(*, actor: Actor, review_id: int) -> Review:
    """Take up again what one gave back, with all levels and words, while nobody else reads the return.

    Raises PermissionDenied, Refused.
    """
    audit, review = locked_with_review(review_id)
    REVIEW.move("resume", review, actor)
    AUDIT.move("begin_review", audit, actor)
    review.resumed_at = timezone.now()
    review.save(update_fields=["state", "resumed_at"])
    audit.save(update_fields=["state"])
    trail.record(actor, "review.resumed", review, audit=audit.pk)
    return review


def _given_back(actor: Actor, review_id: int, why: str, steps: tuple[str, str]) -> Review:
    """steps: of the review, and of its audit."""
    audit, review = locked_with_review(review_id)
    review.released_why = why
    REVIEW.move(steps[0], review, actor)
    AUDIT.move(steps[1], audit, actor)
    review.released_at, review.released_by_id = timezone.now(), actor.person_id
    review.save(update_fields=["state", "released_at", "released_by_id", "released_why"])
    audit.save(update_fields=["state"])
    trail.record(actor, "review.released", review, audit=audit.pk, reader=review.reviewer_id)
    return review


def score_indicator(
    *, actor: Actor, review_id: int, code: str, entry: ScoreEntry, read: int, operation_id: UUID | None = None
) -> Score:
    """Keep the reader's level and words for one indicator; returns the score, its revision one higher.

    read: the revision the page was showing; 0 when there was no score. operation_id: one for each change; the last
    one, sent again, returns what it left. Raises ScoreConflict (holds both), Refused, PermissionDenied,
    Indicator.DoesNotExist (not asked of this school).
    """
    audit, review = _open_review(actor, review_id)
    indicator = _asked(audit, code)
    if entry.level and entry.level not in levels_for(allow_na=indicator.allow_na):
        raise Refused([Blocker("level", f"{code} cannot be given this level.")])
    score = Score.objects.filter(review=review, indicator=indicator).first()
    score = score or Score(review=review, indicator=indicator, revision=0, **review.owner)
    theirs = ScoreEntry(score.level, score.comment, score.private_note)
    if operation_id and score.operation_id == operation_id and theirs == entry:
        return score
    known, before = known_at(tenant_id=review.tenant_id, school_id=review.school_id), score.checked
    reading = read_answer(entry, known=known, checked=before if entry.checked is None else entry.checked, boxes=BOXES)
    if score.revision != read:
        raise ScoreConflict(theirs=theirs, revision=score.revision, saved_at=score.scored_at, yours=entry)
    score.level, score.comment, score.private_note = entry.level, entry.comment, entry.private_note
    for column, value in as_read(entry, reading, BOXES).items():
        setattr(score, column, value)
    score.revision, score.scored_at, score.operation_id = read + 1, timezone.now(), operation_id
    score.save()
    trail.record(actor, "score.saved", score, review=review.pk, indicator=indicator.code, revision=score.revision)
    return score


def add_recommendation(*, actor: Actor, review_id: int, entry: RecommendationEntry) -> Recommendation:
    """Add what the school is asked to do; it gets it with the feedback.

    Raises PermissionDenied, Refused, Indicator.DoesNotExist (a code not asked of this school).
    """
    audit, review = _open_review(actor, review_id)
    recommendation: Recommendation = Recommendation.objects.create(
        review=review,
        indicator=_asked(audit, entry.code) if entry.code else None,
        text=entry.text,
        help_from=entry.help_from,
        due_on=entry.due_on,
        **review.owner,
    )
    trail.record(actor, "recommendation.added", recommendation, review=review.pk, indicator=entry.code)
    return recommendation


def remove_recommendation(*, actor: Actor, review_id: int, recommendation_id: int) -> Recommendation:
    """Take a recommendation back before the review is handed in; done twice it stays done.

    Raises PermissionDenied, Refused, Recommendation.DoesNotExist (of another review).
    """
    _audit, review = _open_review(actor, review_id)
    recommendation: Recommendation = Recommendation.objects.get(pk=recommendation_id, review=review)
    if recommendation.removed_at is None:
        recommendation.removed_at = timezone.now()
        recommendation.save(update_fields=["removed_at"])
        trail.record(actor, "recommendation.removed", recommendation, review=review.pk)
    return recommendation


def hand_in_review(*, actor: Actor, review_id: int) -> Review:
    """Hand in the whole reading; from here on it is the lead's turn to write to the school, once a second one is in.

    Raises PermissionDenied, Refused (its blockers say what is missing). 13 statements, trail apart.
    """
    audit, review = locked_with_review(review_id)
    REVIEW.move("submit", review, actor)
    close_rounds(actor=actor, audit=audit)
    AUDIT.move("finish_review", audit, actor)
    review.submitted_at = timezone.now()
    review.save(update_fields=["state", "submitted_at"])
    audit.save(update_fields=["state"])
    trail.record(actor, "review.handed_in", review, audit=audit.pk)
    choose_when_handed_in(audit, review)
    cause = f"review:{review.pk}"
    post("audits.propose_band", key=f"triage:{audit.pk}:{cause}", audit_id=audit.pk, cause=cause)
    return review


def locked(audit_id: int) -> Audit:
    """The audit, locked in its own statement before anything that hangs on it is read."""
    audit: Audit = Audit.objects.select_for_update(of=("self",), no_key=True).get(pk=audit_id)
    return audit


def locked_with_review(review_id: int) -> tuple[Audit, Review]:
    """The audit of a review, locked, and then the review: the second click must see the first."""
    audit = Audit.objects.select_for_update(of=("self",), no_key=True).get(reviews=review_id)
    return audit, audit.reviews.get(pk=review_id)


def _open_review(actor: Actor, review_id: int) -> tuple[Audit, Review]:
    audit, review = locked_with_review(review_id)
    if not may_score(actor, review):
        raise PermissionDenied("review.change")
    if blockers := list(review_is_open(review)):
        raise Refused(blockers)
    return audit, review


def _asked(audit: Audit, code: str) -> Indicator:
    indicator: Indicator = Indicator.objects.get(code=code, pk__in=audit.indicator_ids)
    return indicator
