"""What must hold before feedback is issued."""

from collections.abc import Iterator

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
