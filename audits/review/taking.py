"""Phrases of the bank on their way into a comment or a recommendation."""

from datetime import date
from typing import Any

from django.http import QueryDict

from audits.phrases.actions import count_use
from audits.phrases.models import Phrase
from audits.phrases.queries import phrase_to_take
from audits.phrases.rules import put_in
from audits.review.models import Review
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.tenancy.actor import Actor
from schools.holidays.queries import closed_days_of

NO_KEY = 0


def key_in(sent: QueryDict) -> int:
    """The phrase that was asked for by a button or an address; 0 for none, or for what is no key."""
    asked = sent.get("phrase", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else NO_KEY  # noqa: PLR2004


def with_phrase(sent: QueryDict) -> tuple[QueryDict, int]:
    """What was sent, the phrase of its button put at the end of the comment, and its key; without one as it was.

    For who works without the script of the page, which puts it where the cursor stands. One query at most.
    """
    phrase = phrase_to_take(phrase_id=key_in(sent), kind=Phrase.Kind.COMMENT) if key_in(sent) else None
    if phrase is None:
        return sent, NO_KEY
    typed = sent.copy()
    typed["comment"] = put_in(typed.get("comment", ""), phrase.text)
    return typed, phrase.id


def recommended(*, review_id: int, phrase_id: int, today: date) -> dict[str, Any]:
    """First values of a recommendation's boxes from a phrase: words, source of help, day; {} for none.

    The day is counted in working days of the school, as whatever a school owes is. Four queries at most.
    """
    phrase = phrase_to_take(phrase_id=phrase_id, kind=Phrase.Kind.RECOMMENDATION) if phrase_id else None
    if phrase is None or phrase.workdays is None:
        return {}
    school = Review.objects.select_related("school").get(pk=review_id).school
    due_on = working_days_after(today, phrase.workdays, closed=closed_days_of(school))
    return {"text": phrase.text, "help_from": phrase.help_from, "due_on": due_on, "phrase": phrase.id}


def count_taken(*, actor: Actor, phrase_id: int | None) -> None:
    """Count that a phrase was kept; nothing happens for none, or one that is not here (any more)."""
    if not phrase_id:
        return
    try:
        count_use(actor=actor, phrase_id=phrase_id)
    except Phrase.DoesNotExist:
        return
