"""What may be carried forward."""

from audits.answers.models import Level
from audits.answers.types import Entry
from audits.carrying.types import Earlier

NOTHING_YET = Entry()
CARRIED = ("level", "strength", "how_we_know")


def can_be_carried(earlier: Earlier | None, now: Entry | None) -> bool:
    """An earlier level that somebody had checked, while nothing at all is said in this audit yet.

    “We have not checked yet” is no answer to carry. Words that were typed already are never written over.
    """
    is_blank = now is None or now == NOTHING_YET
    return earlier is not None and is_blank and earlier.said.level not in {"", Level.NOT_CHECKED}


def carried_entry(said: Entry) -> Entry:
    """Level, strength and what shows it. The action stays behind: it was due, and the school says what comes next."""
    return Entry(**{name: getattr(said, name) for name in CARRIED})
