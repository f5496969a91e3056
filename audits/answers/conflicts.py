"""Two people saved the same answer: what the page shows of both, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.answers.types import Entry
from lscp_portal.ui.fields import in_words

LABELS = {
    "level": "How far is this in place?",
    "strength": "How do you know?",
    "how_we_know": "What shows it",
    "action": "What you will do",
    "action_owner": "Who will do it",
    "action_due_on": "By when",
}
SENT = ("audit", "level", "strength", "how_we_know", "action", "action_owner")
SENT_DAYS = ("action_due_on_day", "action_due_on_month", "action_due_on_year")


@dataclass(frozen=True, slots=True)
class Both:
    """One field as the two of them have it, in words."""

    label: str
    theirs: str
    yours: str

    @property
    def differs(self) -> bool:
        """The two are not the same."""
        return self.theirs != self.yours


def both_wordings(theirs: Entry, yours: Entry) -> list[Both]:
    """Every field, theirs and yours; "" where nothing was said."""
    left, right = _words(theirs), _words(yours)
    return [Both(label, left[name], right[name]) for name, label in LABELS.items()]


def kept_fields(sent: Mapping[str, str], *, read: int, operation_id: str) -> list[tuple[str, str]]:
    """What “keep mine” sends again: the same words, on top of the revision just shown, as a change of its own."""
    words = [(name, sent.get(name, "")) for name in (*SENT, *SENT_DAYS)]
    return [*words, ("read", str(read)), ("operation_id", operation_id)]


def _words(entry: Entry) -> dict[str, str]:
    return {
        "level": entry.level_label,
        "strength": entry.strength_label,
        "how_we_know": entry.how_we_know,
        "action": entry.action,
        "action_owner": entry.action_owner,
        "action_due_on": in_words(entry.action_due_on) if entry.action_due_on else "",
    }
