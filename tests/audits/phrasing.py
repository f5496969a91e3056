"""Phrases for tests."""

from audits.phrases.actions import write_phrase
from audits.phrases.models import Phrase
from audits.phrases.types import PhraseEntry
from tests.people import Cast

COMMENT = "Say who looks at this when the lead is away."
ADVICE = "Name a deputy in writing, and tell all staff."
HELP = "The training team"


def about(cast: Cast, code: str) -> str:
    """What PhraseEntry.about takes for an indicator of the cast's framework; "" stays "any"."""
    return f"{cast.framework.upstream} {code}" if code else ""


def a_comment(cast: Cast, code: str = "LG1", text: str = COMMENT, who: str = "reviewer") -> Phrase:
    """A comment in the bank."""
    actor = cast.actor(who)
    with cast.as_(who):
        return write_phrase(actor=actor, entry=PhraseEntry(kind="comment", text=text, about=about(cast, code)))


def a_recommendation(cast: Cast, code: str = "LG1", text: str = ADVICE, workdays: int = 10) -> Phrase:
    """A recommendation in the bank."""
    entry = PhraseEntry(
        kind="recommendation", text=text, about=about(cast, code), help_from=HELP, workdays=workdays
    )  # fmt: skip
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        return write_phrase(actor=actor, entry=entry)
