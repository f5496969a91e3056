"""Reads for the letter: as the lead drafts it, and as the school has it."""

from audits.feedback.models import Feedback
from audits.feedback.rules import mark_of
from audits.feedback.transitions import FEEDBACK
from audits.feedback.types import (
    DraftPage,
    IssuedFeedback,
    Letter,
    LetterLine,
    LetterLink,
    LetterRecommendation,
    LetterSection,
    Words,
)
from audits.lifecycle.models import Audit
from audits.review.queries import handed_in_review, reading_of, recommendations_of
from audits.review.types import Reading, SectionReading
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor


def draft_page(*, actor: Actor, audit_id: int) -> DraftPage:
    """The lead's page before the letter is issued. 11 queries at most. Raises Audit.DoesNotExist."""
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
        opening=words.opening,
        strengths=words.strengths,
        read=mark_of(words.opening, words.strengths),
        letter=letter_of(audit_id=audit_id, words=words, signed_by=actor.name),
        offers=[offer for offer in FEEDBACK.offers(feedback, actor) if offer.name == "issue"],
    )


def letter_of(*, audit_id: int, words: Words, signed_by: str) -> Letter | None:
    """The letter as it would be issued now; None before a review is handed in. 7 queries."""
    review_id = handed_in_review(audit_id=audit_id)
    if review_id is None:
        return None
    reading = reading_of(review_id=review_id)
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
    )


def issued_feedback(*, audit_id: int) -> IssuedFeedback | None:
    """The letter a school has, from its frozen content; None before it is issued. 2 queries, in any scope."""
    found = Feedback.objects.filter(audit_id=audit_id).exclude(state=Feedback.State.DRAFT)
    feedback: Feedback | None = found.first()
    if feedback is None or feedback.content is None or feedback.issued_at is None:
        return None
    who = feedback.acknowledged_by_id
    return IssuedFeedback(
        feedback_id=feedback.pk,
        audit_id=feedback.audit_id,
        school_id=feedback.school_id,
        state=feedback.state,
        issued_at=feedback.issued_at,
        letter=Letter.of(feedback.content),
        acknowledged_at=feedback.acknowledged_at,
        acknowledged_by=names_of({who}).get(who, "somebody who has left") if who else "",
        acknowledgement=feedback.acknowledgement,
    )


def letters_of_this_school() -> list[LetterLink]:
    """The letters of the open school scope, newest first. One query."""
    found = Feedback.objects.exclude(state=Feedback.State.DRAFT).order_by("-issued_at")
    return [LetterLink(*row) for row in found.values_list("audit_id", "audit__cycle__name", "issued_at")]


def audit_state(*, audit_id: int) -> str:
    """Where an audit stands. One query. Raises Audit.DoesNotExist."""
    state: str = Audit.objects.values_list("state", flat=True).get(pk=audit_id)
    return state


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
