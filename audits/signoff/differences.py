"""What differs between two wordings of answers, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audits.answers.models import AnswerRevision, Wording
from audits.answers.types import WORDING, AuditRow, Entry
from audits.frameworks.comparison.wording import GONE, NEW, Piece, word_changes
from audits.signoff.models import Look

PARTS = {
    "level": "How far it is in place",
    "strength": "How the school knows",
    "how_we_know": "What shows it",
    "action": "What will be done",
    "action_owner": "Who",
    "action_due_on": "By when",
}
WHOLE = frozenset({"level", "strength", "action_due_on"})


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was changed in an answer. pieces: words that stay, go or come."""

    label: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator whose answer is another one now. is_new: there was none before."""

    section: str
    code: str
    text: str
    is_new: bool
    parts: Sequence[Part]


def differences(rows: Iterable[AuditRow], before: Mapping[str, Entry | None]) -> list[Difference]:
    """The rows whose answer says something else than before. before: code -> the wording then, none where missing."""
    found = []
    for row in rows:
        old, new = before.get(row.indicator.code) or Entry(), entry_of(row.answer)
        if parts := parts_of(old, new):
            facts = row.indicator
            found.append(Difference(row.section.code, facts.code, facts.text, old == Entry(), parts))
    return found


def parts_of(old: Entry, new: Entry) -> list[Part]:
    """The fields that differ, in the order of the form."""
    return [
        Part(PARTS[name], pieces_of(name, words_of(old, name), words_of(new, name)))
        for name in WORDING
        if getattr(old, name) != getattr(new, name)
    ]


def pieces_of(name: str, old: str, new: str) -> Sequence[Piece]:
    """Words that stay, go and come; a level, a strength or a date is another one whole."""
    if name in WHOLE:
        return [piece for piece in (Piece(GONE, old), Piece(NEW, new)) if piece.text]
    return word_changes(old, new)


def words_of(entry: Entry, name: str) -> str:
    """One field as a page says it; "" where nothing is said."""
    if name == "level":
        return entry.level_label
    if name == "strength":
        return entry.strength_label
    said = getattr(entry, name)
    return f"{said:%-d %B %Y}" if isinstance(said, date) else said or ""


def entry_of(answer: Entry | Wording | None) -> Entry:
    """The wording alone, an empty one for no answer."""
    return Entry(*(getattr(answer, name) for name in WORDING)) if answer else Entry()


def latest_revision(*, audit_id: int) -> int:
    """The number of the last change to an answer of this audit, 0 before the first. One query.

    Answers of one audit are saved under its lock, so a later change has a higher number.
    """
    found = AnswerRevision.objects.filter(answer__audit_id=audit_id).order_by("-pk").values_list("pk", flat=True)
    return found.first() or 0


def looked_up_to(*, audit_id: int, person_id: int) -> int | None:
    """How far this person has read, None for never. One query."""
    looks = Look.objects.filter(audit_id=audit_id, person_id=person_id).order_by("-up_to")
    up_to: int | None = looks.values_list("up_to", flat=True).first()
    return up_to


def changes_since(*, audit_id: int, rows: Sequence[AuditRow], up_to: int) -> list[Difference]:
    """What the answers say now that they did not say at this revision. One query."""
    then = AnswerRevision.objects.filter(answer__audit_id=audit_id, pk__lte=up_to).order_by("answer_id", "-pk")
    latest = then.distinct("answer_id").select_related("answer__indicator")
    return differences(rows, {row.answer.indicator.code: entry_of(row) for row in latest})
