"""A governor writes a note, and corrects it."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.governors.models import GovernorVisit
from audits.governors.policies import GOVERNORS, is_governor, may_correct
from audits.governors.types import NoteChanged, VisitWords
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record

KEPT = ("visited_on", "sections", "looked_at", "found", "agreed", "serves_as_evidence")


def write_note(*, actor: Actor, words: VisitWords) -> GovernorVisit:
    """Keep the note of a visit. Raises PermissionDenied."""
    if not is_governor(actor):
        raise PermissionDenied("governor_visit.write")
    made: GovernorVisit = GovernorVisit.objects.create(
        tenant_id=actor.tenant_id,
        school_id=actor.school_id,
        role=min(actor.roles & GOVERNORS),
        written_by_id=actor.person_id,
        **_of(words),
    )
    record(actor, "governor_visit.written", made, sections=list(words.sections))
    return made


def correct_note(*, actor: Actor, note_id: int, words: VisitWords, read: int) -> GovernorVisit:
    """Correct one's own note. read: the revision the page was showing.

    Raises PermissionDenied, NoteChanged, GovernorVisit.DoesNotExist.
    """
    note: GovernorVisit = GovernorVisit.objects.select_for_update(of=("self",), no_key=True).get(pk=note_id)
    if not may_correct(actor, note):
        raise PermissionDenied("governor_visit.correct")
    if note.revision != read:
        raise NoteChanged(note.revision)
    for name, value in _of(words).items():
        setattr(note, name, value)
    note.revision, note.changed_at = read + 1, timezone.now()
    note.save(update_fields=[*KEPT, "revision", "changed_at"])
    record(actor, "governor_visit.corrected", note, revision=note.revision)
    return note


def _of(words: VisitWords) -> dict[str, object]:
    sections: Sequence[str] = sorted(words.sections)
    return {name: getattr(words, name) for name in KEPT} | {"sections": list(sections)}
