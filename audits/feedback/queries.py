"""Reads for the letter: as the lead drafts it, and as the school has it."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.utils import timezone

from audits.clarification.queries import answered_count
from audits.feedback.models import Feedback, FeedbackRating, RecommendationAnswer
from audits.feedback.rules import mark_of
from audits.feedback.transitions import FEEDBACK
from audits.feedback.types import (
    Answered,
    DraftPage,
    IssuedFeedback,
    Letter,
    LetterLine,
    LetterLink,
    LetterRecommendation,
    LetterSection,
    Rated,
    RatingsPage,
    SaidOfLetter,
    Words,
)
from audits.lifecycle.models import Audit
from audits.moderation.agreed import second_of, with_agreed
from audits.practice.counting import FLOOR
from audits.review.queries import handed_in_review, reading_of, recommendations_of
from audits.review.types import Reading, SectionReading
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor

TWO_YEARS = timedelta(days=730)


def draft_page(*, actor: Actor, audit_id: int) -> DraftPage:
    """The lead's page before the letter is issued. 16 queries at most. Raises Audit.DoesNotExist."""
    audit = Audit.objects.select_related("school", "cycle").get(pk=audit_id)
    feedback = Feedback.objects.filter(audit_id=audit_id).first() or Feedback(audit=audit, **audit.owner)
    feedback.audit = audit
    words = Words(opening=feedback.opening, strengths=feedback.strengths)
    return DraftPage(
        audit_id=audit.pk,
        school_name=audit.school.name,
        urn=audit.school.urn,
        cycle_name=audit.cycle.name,
        review_id=handed_in_review(audit_id=audit_id),
        second_id=second_of(audit_id=audit_id),
        opening=words.opening,
        strengths=words.strengths,
        read=mark_of(words.opening, words.strengths),
        letter=letter_of(audit_id=audit_id, words=words, signed_by=actor.name),
        offers=[offer for offer in FEEDBACK.offers(feedback, actor) if offer.name == "issue"],
    )


def letter_of(*, audit_id: int, words: Words, signed_by: str) -> Letter | None:
    """The letter as it would be issued now; None before a review is handed in. 10 queries."""
    review_id = handed_in_review(audit_id=audit_id)
    if review_id is None:
        return None
    reading = with_agreed(reading_of(review_id=review_id))
    return Letter(
        school_name=reading.school_name,
        urn=reading.urn,
        cycle_name=reading.cycle_name,
        year=reading.year,
        mode=reading.mode,
        opening=words.opening,
        strengths=words.strengths,
        signed_by=signed_by,
        sections=_sections(reading),
        recommendations=tuple(
            LetterRecommendation(pk=row.pk, code=row.code, text=row.text, help_from=row.help_from, due_on=row.due_on)
            for row in recommendations_of(review_id=review_id)
        ),
        questions_answered=answered_count(audit_id=audit_id),
    )


def issued_feedback(*, audit_id: int) -> IssuedFeedback | None:
    """The letter a school has, from its frozen content; None before it is issued. 4 queries, in any scope."""
    found = Feedback.objects.filter(audit_id=audit_id).exclude(state=Feedback.State.DRAFT)
    feedback: Feedback | None = found.first()
    if feedback is None or feedback.content is None or feedback.issued_at is None:
        return None
    who = feedback.acknowledged_by_id
    letter = Letter.of(feedback.content)
    return IssuedFeedback(
        feedback_id=feedback.pk,
        audit_id=feedback.audit_id,
        school_id=feedback.school_id,
        state=feedback.state,
        issued_at=feedback.issued_at,
        letter=letter,
        acknowledged_at=feedback.acknowledged_at,
        acknowledged_by=names_of({who}).get(who, GONE) if who else "",
        acknowledgement=feedback.acknowledgement,
        answers=_answers([row.pk for row in letter.recommendations]) if feedback.acknowledged_at else {},
        rating=_rating(feedback.pk) if feedback.acknowledged_at else None,
    )


def letters_of_this_school() -> list[LetterLink]:
    """The letters of the open school scope, newest first. One query."""
    found = Feedback.objects.exclude(state=Feedback.State.DRAFT).order_by("-issued_at")
    return [LetterLink(*row) for row in found.values_list("audit_id", "audit__cycle__name", "issued_at")]


def audit_state(*, audit_id: int) -> str:
    """Where an audit stands. One query. Raises Audit.DoesNotExist."""
    state: str = Audit.objects.values_list("state", flat=True).get(pk=audit_id)
    return state


def audit_of(*, feedback_id: int) -> int:
    """The audit that a letter is about. One query. Raises Feedback.DoesNotExist."""
    audit_id: int = Feedback.objects.values_list("audit_id", flat=True).get(pk=feedback_id)
    return audit_id


def rating_said(*, feedback_id: int) -> dict[str, str]:
    """What the school said of a letter, as a form begins with it; {} before it did. One query."""
    names = ("is_clear", "is_fair", "is_useful", "words")
    return FeedbackRating.objects.filter(feedback_id=feedback_id).values(*names).first() or {}


def ratings_page(*, without_schools: Collection[int]) -> RatingsPage:
    """What schools said of the letters of the last two years, newest first. Two queries.

    A count is shown from ten schools on (FLOOR); the words are for the lead to answer, each with its school.
    """
    since = timezone.now() - TWO_YEARS
    said = FeedbackRating.objects.filter(at__gte=since).exclude(school_id__in=without_schools)
    rows: list[FeedbackRating] = list(said.select_related("school", "feedback__audit__cycle").order_by("-at"))
    questions = (("is_clear", "Clear what is asked"), ("is_fair", "Fair to what was sent"), ("is_useful", "Useful"))
    helped = FeedbackRating.Helped
    return RatingsPage(
        schools=len(rows),
        floor=FLOOR,
        counts=[
            (words, [sum(getattr(row, name) == key for row in rows) for key in helped.values])
            for name, words in questions
        ]
        if len({row.school_id for row in rows}) >= FLOOR
        else [],
        said=[
            SaidOfLetter(row.school.name, row.feedback.audit_id, row.feedback.audit.cycle.name, row.words, row.at)
            for row in rows
            if row.words
        ],
    )


def _answers(recommendation_ids: Sequence[int]) -> dict[int, Answered]:
    rows = RecommendationAnswer.objects.filter(recommendation_id__in=recommendation_ids)
    return {row.recommendation_id: Answered(row.answer, row.get_answer_display(), row.reason) for row in rows}


def _rating(feedback_id: int) -> Rated | None:
    row: FeedbackRating | None = FeedbackRating.objects.filter(feedback_id=feedback_id).first()
    if row is None:
        return None
    return Rated(
        is_clear=row.get_is_clear_display(), is_fair=row.get_is_fair_display(), is_useful=row.get_is_useful_display(),
        words=row.words, at=row.at,
    )  # fmt: skip


def _sections(reading: Reading) -> tuple[LetterSection, ...]:
    return tuple(_section(section) for section in reading.sections)


def _section(section: SectionReading) -> LetterSection:
    return LetterSection(
        code=section.code,
        title=section.title,
        own=section.own.level,
        review=section.review.level,
        critical_at_0=section.review.critical_at_0,
        critical_at_1=section.review.critical_at_1,
        lines=tuple(
            LetterLine(
                code=line.code,
                text=line.text,
                is_critical=line.is_critical,
                own=line.answer.level,
                review=line.level,
                comment=line.comment,
            )
            for line in section.lines
        ),
    )
