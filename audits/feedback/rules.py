"""What must hold before feedback is issued, and pure answers about drafts."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from audits.feedback.models import Feedback
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


def mark_of(opening: str, strengths: str) -> str:
    """A short mark of a draft's words: two wordings with the same mark do not happen. "" for a draft without words."""
    if not opening and not strengths:
        return ""
    return hashlib.sha256(json.dumps([opening, strengths]).encode()).hexdigest()[:16]


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of a letter's content, for the trail: sorted keys, no spaces, UTF-8."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
