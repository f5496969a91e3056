"""What must hold of a phrase, and where it lands in a comment."""

from collections.abc import Iterator
from datetime import datetime

from audits.phrases.models import LONGEST_WAIT, Phrase
from audits.phrases.types import PhraseEntry
from lscp_portal.workflow import Blocker

KEYS = ("5", "6", "7", "8", "9")  # 1 to 4 and 0 are levels


def says_what_is_needed(entry: PhraseEntry) -> Iterator[Blocker]:
    """A comment is words alone; every recommendation names a source of help and a time until it is due."""
    if not entry.text.strip():
        yield Blocker("text", "Write the phrase.", field="text")
    if entry.kind == Phrase.Kind.COMMENT:
        if entry.help_from or entry.workdays is not None:
            yield Blocker("kind", "A comment has no source of help and no date: make it a recommendation.")
        return
    if not entry.help_from.strip():
        yield Blocker("help_from", "Name who can help: every recommendation does.", field="help_from")
    if entry.workdays is None or not 1 <= entry.workdays <= LONGEST_WAIT:
        yield Blocker(
            "workdays", f"Say in how many working days it is due: between 1 and {LONGEST_WAIT}.", field="workdays"
        )


def is_of_no_school(text: str, school_name: str) -> Iterator[Blocker]:
    """A phrase stands beside returns of other schools, so the name of the one it came from does not go into it."""
    if school_name and school_name.casefold() in text.casefold():
        yield Blocker(
            "school", "Take the name of the school out: every reader sees this beside other schools.", field="text"
        )


def is_kept(retired_at: datetime | None) -> Iterator[Blocker]:
    """A retired phrase is on record and never changes."""
    if retired_at is not None:
        yield Blocker("retired", "This phrase is retired, so nothing of it is changed. Write a new one.")


def put_in(comment: str, phrase: str) -> str:
    """The comment with the phrase at its end, one space or one line apart."""
    if not comment.strip():
        return phrase
    return f"{comment}{phrase}" if comment[-1].isspace() else f"{comment} {phrase}"
