"""What may be carried forward."""

from audits.answers.models import Level
from audits.answers.types import Entry
from audits.carrying.types import Earlier

NOTHING_YET = Entry()
VALUES: dict[str, int] = {Level.NOT_IN_PLACE: 0, Level.PARTLY: 1, Level.SECURE: 2, Level.EMBEDDED: 3}
CARRIED = ("level", "strength", "how_we_know")


def can_be_carried(earlier: Earlier | None, now: Entry | None) -> bool:
    """An earlier level that somebody had checked, while nothing at all is said in this audit yet.

    “We have not checked yet” is no answer to carry. Words that were typed already are never written over.
    """
    is_blank = now is None or now == NOTHING_YET
    return earlier is not None and is_blank and earlier.said.level not in {"", Level.NOT_CHECKED}


def saw_less(*, said: str, seen: str) -> bool:
    """Whether the reviewer chose a lower level than the school. Both are keys of levels, "" for none.

    A school that says “does not apply” is above whatever level the reviewer saw.
    """
    saw, own = VALUES.get(seen), VALUES.get(said)
    return saw is not None and (said == Level.NOT_APPLICABLE or (own is not None and saw < own))


def carried_entry(said: Entry) -> Entry:
    """Level, strength and what shows it. The action stays behind: it was due, and the school says what comes next."""
    return Entry(**{name: getattr(said, name) for name in CARRIED})
