"""Reads what the scrutineer's pages show."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from audits.cycles.models import Cycle
from audits.cycles.queries import current_cycle
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor
from reports.scrutiny.models import ScrutinyNote
from reports.scrutiny.policies import may_answer_note, may_write_note
from reports.scrutiny.sections import SECTIONS
from reports.scrutiny.types import NoteLine, ScrutinyPage
from schools.register.models import School

S = ScrutinyNote.State


def scrutiny_page(*, actor: Actor, cycle_id: int | None, root: str) -> ScrutinyPage:
    """One cycle, or this year's (None), with every note this person may read. Thirty queries at most.

    root: /p/<partnership>/. Raises Cycle.DoesNotExist.
    """
    cycles = list(Cycle.objects.exclude(state=Cycle.State.PLANNED).order_by("-opens_on", "-pk"))
    cycle = _chosen(cycles, cycle_id)
    return ScrutinyPage(
        cycle_id=cycle.pk if cycle else None,
        cycle_name=cycle.name if cycle else "",
        cycles=[(row.pk, row.name) for row in cycles],
        sections=[read(actor, cycle, root) for read in SECTIONS] if cycle else [],
        notes=notes_for(actor),
        may_write=may_write_note(actor),
    )


def notes_for(actor: Actor) -> list[NoteLine]:
    """One's own notes and those that are shared, the latest first; none of a school with a conflict. Two queries."""
    return shown_of(readable_notes(actor).order_by("-pk"), actor)


def note_page(*, actor: Actor, note_id: int) -> NoteLine:
    """One note. Two queries. Raises ScrutinyNote.DoesNotExist, also for another person's draft."""
    found = shown_of(readable_notes(actor).filter(pk=note_id), actor)
    if not found:
        raise ScrutinyNote.DoesNotExist
    return found[0]


def note_typed(*, note_id: int) -> ScrutinyNote:
    """One note as its form begins with it. One query."""
    found: ScrutinyNote = ScrutinyNote.objects.get(pk=note_id)
    return found


def readable_notes(actor: Actor) -> "QuerySet[ScrutinyNote]":
    """What this person may read; the database hides other people's drafts as well."""
    own = Q(written_by_id=actor.person_id)
    rows: QuerySet[ScrutinyNote] = ScrutinyNote.objects.filter(own | ~Q(state=S.DRAFT)).select_related("about_school")
    return rows.exclude(about_school_id__in=actor.conflicts)


def notes_to_answer(actor: Actor) -> int:
    """How many shared notes wait for this lead. One query."""
    waiting = readable_notes(actor).filter(state=S.SHARED).exclude(written_by_id=actor.person_id)
    return waiting.count() if "lead" in actor.roles else 0


def school_choices(actor: Actor) -> list[tuple[int, str]]:
    """The schools a note may be about. One query."""
    rows = School.objects.exclude(pk__in=actor.conflicts).order_by("name", "urn")
    return [(pk, f"{name} ({urn})") for pk, name, urn in rows.values_list("pk", "name", "urn")]


def shown_of(rows: Iterable[ScrutinyNote], actor: Actor) -> list[NoteLine]:
    """Notes in words. Two queries."""
    found: Sequence[ScrutinyNote] = list(rows)
    names = names_of({key for row in found for key in (row.written_by_id, row.answered_by_id) if key})
    return [
        NoteLine(
            id=row.pk,
            topic=row.get_topic_display(),
            school=row.about_school.name if row.about_school else "",
            text=row.text,
            by=names.get(row.written_by_id, GONE),
            written_at=row.written_at,
            state=row.state,
            state_words=row.get_state_display(),
            shared_at=row.shared_at,
            answer=row.answer,
            answered_by=names.get(row.answered_by_id, GONE) if row.answered_by_id else "",
            answered_at=row.answered_at,
            is_mine=may_write_note(actor, row),
            may_answer=row.state == S.SHARED and may_answer_note(actor, row),
        )
        for row in found
    ]


def _chosen(cycles: Sequence[Cycle], cycle_id: int | None) -> Cycle | None:
    if cycle_id is None:
        return current_cycle() if cycles else None
    found = next((row for row in cycles if row.pk == cycle_id), None)
    if found is None:
        raise Cycle.DoesNotExist
    return found
