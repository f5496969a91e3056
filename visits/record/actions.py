"""The team holds the visit, writes down what it found, and completes the record."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from visits.planning.models import Visit
from visits.planning.policies import may_record
from visits.planning.transitions import VISIT
from visits.record.models import Note
from visits.record.types import NoteEntry


def hold_visit(*, actor: Actor, visit_id: int) -> Visit:
    """Say that the visit was held, on its day or later. Raises PermissionDenied, Refused."""
    visit = _locked(actor, visit_id)
    VISIT.move("hold", visit, actor)
    visit.held_at = timezone.now()
    visit.save(update_fields=["state", "held_at"])
    record(actor, "visit.held", visit)
    return visit


def add_note(*, actor: Actor, visit_id: int, entry: NoteEntry) -> Note:
    """Keep one observation, while the record is open. Raises PermissionDenied, Refused.

    The indicator is one of those the audit asks. Themes and arrangements, never children (domain.md 7.2, visit 4).
    """
    visit = _locked(actor, visit_id)
    if not may_record(actor, visit):
        raise PermissionDenied("visit.note")
    if visit.state != Visit.State.HELD:
        raise Refused(
            [Blocker("wrong_state", "Notes are written after the visit is marked as held, until they are complete.")]
        )
    if entry.indicator_id is not None and entry.indicator_id not in visit.audit.indicator_ids:
        raise Refused([Blocker("indicator", "Choose an indicator that this school was asked.")])
    note: Note = Note.objects.create(
        **visit.owner,
        visit=visit,
        theme=entry.theme,
        indicator_id=entry.indicator_id,
        text=entry.text,
        is_strength=entry.is_strength,
        noted_by_id=actor.person_id,
    )
    record(actor, "visit.noted", note, visit=visit.pk, theme=entry.theme)
    return note


def complete_record(*, actor: Actor, visit_id: int) -> Visit:
    """Close the record: from now on reports may draw on it. Raises PermissionDenied, Refused."""
    visit = _locked(actor, visit_id)
    VISIT.move("record", visit, actor)
    visit.recorded_at = timezone.now()
    visit.save(update_fields=["state", "recorded_at"])
    record(actor, "visit.recorded", visit)
    return visit


def _locked(actor: Actor, visit_id: int) -> Visit:
    """The visit under its lock. Only its own team writes its record; the team is read after the lock is held."""
    visit: Visit = Visit.objects.select_for_update(of=("self",), no_key=True).get(pk=visit_id)
    if not visit.team.filter(person_id=actor.person_id).exists():
        raise PermissionDenied("visit.team")
    return visit
