"""What must hold before feedback is issued, and pure answers about drafts."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import F

from audits.escalation.models import OPEN_STATES
from audits.feedback.models import Feedback, RecommendationAnswer
from audits.moderation.agreed import state_of
from audits.moderation.rules import second_reading_is_over
from lscp_portal.workflow import Blocker


def letter_has_words(feedback: Feedback) -> Iterator[Blocker]:
    """A school gets a letter from a person, with at least one strength named (product: feedback is the promise)."""
    if not feedback.opening.strip():
        yield Blocker("opening", "Write the opening of the letter.")
    if not feedback.strengths.strip():
        yield Blocker("strengths", "Name at least one strength.")


def review_is_handed_in(feedback: Feedback) -> Iterator[Blocker]:
    """The letter rests on a finished reading."""
    if not feedback.audit.reviews.filter(state="submitted").exists():
        yield Blocker("review", "The review has not been handed in yet.")


def no_case_is_open(feedback: Feedback) -> Iterator[Blocker]:
    """A return of poor quality is mended, or its case ended, before it is answered. One query."""
    if feedback.audit.cases.filter(state__in=OPEN_STATES).exists():
        yield Blocker("case", "A case about the quality of this return is open. Resolve it or stop it first.")


def reading_is_of_what_stands(feedback: Feedback) -> Iterator[Blocker]:
    """A return that was signed again after it was read is read again first; the portal opens the reading. One query."""
    again = {"audit__corrections__state": "signed", "audit__corrections__signed_at__gt": F("submitted_at")}
    if feedback.audit.reviews.filter(state="submitted", **again).exists():
        yield Blocker("again", "The school has signed again since the review was handed in. It is being opened again.")


def second_reading_is_settled(feedback: Feedback) -> Iterator[Blocker]:
    """Where a return is read twice, the letter has the levels that were agreed. One query."""
    yield from second_reading_is_over(state_of(audit_id=feedback.audit_id))


def every_one_is_answered(asked: Sequence[int], answers: Mapping[int, tuple[str, str]]) -> list[Blocker]:
    """Each recommendation is accepted, accepted in part, or rejected; the last two with a reason (domain 7.2)."""
    found = []
    for number, pk in enumerate(asked, start=1):
        answer, reason = answers.get(pk, ("", ""))
        if not answer:
            found.append(Blocker("answer", f"Say whether you accept recommendation {number}."))
        elif answer != RecommendationAnswer.Answer.ACCEPT and not reason.strip():
            found.append(Blocker("reason", f"Say why you do not accept recommendation {number} as it stands."))
    return found


def can_be_rated(feedback: Feedback, *, audit_is_closed: bool) -> Iterator[Blocker]:
    """After it was acknowledged, so that nobody's answer depends on it; until the audit is closed."""
    if feedback.state != Feedback.State.ACKNOWLEDGED:
        yield Blocker("rate_later", "Acknowledge the letter first.")
    elif audit_is_closed:
        yield Blocker("closed", "The audit is closed, so the rating stands as it is.")


def mark_of(opening: str, strengths: str) -> str:
    """A short mark of a draft's words: two wordings with the same mark do not happen. "" for a draft without words."""
    if not opening and not strengths:
        return ""
    return hashlib.sha256(json.dumps([opening, strengths]).encode()).hexdigest()[:16]


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of a letter's content, for the trail: sorted keys, no spaces, UTF-8."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
