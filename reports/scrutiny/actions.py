"""The scrutineer writes, shares; the lead answers. What was shared never changes."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from reports.scrutiny.models import ScrutinyNote
from reports.scrutiny.policies import may_write_note
from reports.scrutiny.transitions import SCRUTINY_NOTE
from reports.scrutiny.types import NoteChanged


def write(*, actor: Actor, topic: str, school_id: int | None, text: str) -> ScrutinyNote:
    """Begin a note that nobody else reads. topic: a ScrutinyNote.Topic. Raises PermissionDenied."""
    if not may_write_note(actor):
        raise PermissionDenied("scrutiny_note.write")
    note: ScrutinyNote = ScrutinyNote.objects.create(
        tenant_id=actor.tenant_id, topic=topic, about_school_id=school_id, text=text, written_by_id=actor.person_id
    )
    record(actor, "scrutiny_note.written", note)
    return note


def change(*, actor: Actor, note_id: int, topic: str, school_id: int | None, text: str, read: int) -> ScrutinyNote:
    """Change a note that is not shared. read: the revision the page was showing.

    Raises PermissionDenied, Refused (it is shared), NoteChanged, ScrutinyNote.DoesNotExist.
    """
    note = _locked(note_id)
    if not may_write_note(actor, note):
        raise PermissionDenied("scrutiny_note.change")
    if note.state != ScrutinyNote.State.DRAFT:
        raise Refused([Blocker("shared", "The note is shared, so its words stay. Write another one.")])
    if note.revision != read:
        raise NoteChanged(note.revision)
    note.topic, note.about_school_id, note.text, note.revision = topic, school_id, text, read + 1
    note.save(update_fields=["topic", "about_school_id", "text", "revision"])
    record(actor, "scrutiny_note.changed", note)
    return note


def share(*, actor: Actor, note_id: int) -> ScrutinyNote:
    """Show it to the leads, who are asked to answer. Raises PermissionDenied, Refused."""
    note = _locked(note_id)
    SCRUTINY_NOTE.move("share", note, actor)
    note.shared_at = timezone.now()
    note.save(update_fields=["state", "shared_at"])
    record(actor, "scrutiny_note.shared", note)
    _tell(actor, note, "scrutiny_note_shared", holders(roles=("lead",)))
    return note


def answer(*, actor: Actor, note_id: int, words: str) -> ScrutinyNote:
    """The lead's answer, for ever beside the note. Raises PermissionDenied (also its author), Refused."""
    note = _locked(note_id)
    SCRUTINY_NOTE.move("answer", note, actor)
    if not words.strip():
        raise Refused([Blocker("words", "Write an answer.")])
    note.answer, note.answered_by_id, note.answered_at = words, actor.person_id, timezone.now()
    note.save(update_fields=["state", "answer", "answered_by_id", "answered_at"])
    record(actor, "scrutiny_note.answered", note)
    _tell(actor, note, "scrutiny_note_answered", [note.written_by_id])
    return note


def _locked(note_id: int) -> ScrutinyNote:
    found: ScrutinyNote = ScrutinyNote.objects.select_for_update(of=("self",), no_key=True).get(pk=note_id)
    return found


def _tell(actor: Actor, note: ScrutinyNote, template: str, people: list[int]) -> None:
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=note.tenant_id)
    path = f"/p/{slug}/scrutiny/notes/{note.pk}/"
    queue(template=template, key=f"note:{note.pk}", to=people, path=path, by=actor.person_id)
