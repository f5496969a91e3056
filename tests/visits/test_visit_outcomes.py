"""Planning, holding and recording a visit: every who and every state, by hand-typed tables."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from tests.visits import outcomes_visit as table
from tests.visits import visit_stage as stage
from visits.planning.actions import cancel_visit, schedule_visit
from visits.planning.models import Visit
from visits.planning.transitions import VISIT
from visits.record.actions import add_note, complete_record, hold_visit
from visits.record.models import Note
from visits.record.types import NoteEntry


def person(cast, who: str) -> str:
    """The name alone; "visitor, in conflict" declares one first."""
    name, _, conflict = who.partition(", ")
    if conflict:
        cast.declare(name, cast.here, conflict=True)
    return name


@pytest.mark.parametrize(("who", "outcome"), table.SCHEDULE)
def test_who_may_schedule(cast, who, outcome):
    name = person(cast, who)
    assert stage.attempt(cast, name, schedule_visit, audit_id=cast.audit.pk, plan=stage.plan(cast)) == outcome


@pytest.mark.parametrize(("team", "outcome"), table.TEAM)
def test_who_may_go(cast, team, outcome):
    plan = stage.plan(cast, team=team)
    assert stage.attempt(cast, "lead", schedule_visit, audit_id=cast.audit.pk, plan=plan) == outcome


def test_a_person_with_a_declared_conflict_cannot_go(cast):
    cast.declare("second_visitor", cast.here, conflict=True)
    assert stage.attempt(cast, "lead", schedule_visit, audit_id=cast.audit.pk, plan=stage.plan(cast)) is Refused
    cast.declare("second_visitor", cast.here)  # the latest declaration counts
    assert stage.attempt(cast, "lead", schedule_visit, audit_id=cast.audit.pk, plan=stage.plan(cast)) == "scheduled"


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 11, 29), date(2026, 12, 25), date(2027, 1, 1)])
def test_no_visit_at_a_weekend_or_on_a_bank_holiday(cast, day):
    plan = stage.plan(cast, on=day)
    assert stage.attempt(cast, "lead", schedule_visit, audit_id=cast.audit.pk, plan=plan) is Refused


@pytest.mark.parametrize(("who", "state", "outcome"), table.HOLD)
def test_who_may_hold_and_when(cast, who, state, outcome):
    visit = stage.visit_at(cast, state)
    assert stage.attempt(cast, person(cast, who), hold_visit, visit_id=visit.pk) == outcome


def test_a_visit_is_not_held_before_its_day(cast):
    visit = stage.visit_at(cast, "scheduled", on=stage.coming_day())
    assert stage.attempt(cast, "visitor", hold_visit, visit_id=visit.pk) is Refused


@pytest.mark.parametrize(("who", "state", "outcome"), table.NOTE)
def test_who_may_write_notes_and_when(cast, who, state, outcome):
    visit = stage.visit_at(cast, state)
    entry = NoteEntry(theme="staff", text="Staff knew whom to tell.")
    actor = cast.actor(who)
    try:
        with cast.as_(who):
            found: object = add_note(actor=actor, visit_id=visit.pk, entry=entry).theme
    except (PermissionDenied, Refused) as refusal:
        found = type(refusal)
    assert found == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), table.COMPLETE)
def test_who_may_complete_the_record_and_when(cast, who, state, outcome):
    visit = stage.visit_at(cast, state.partition(",")[0])
    if state == "held, with a note":
        stage.note(cast, visit)
    assert stage.attempt(cast, who, complete_record, visit_id=visit.pk) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), table.CANCEL)
def test_who_may_cancel_and_when(cast, who, state, outcome):
    visit = stage.visit_at(cast, state)
    assert stage.attempt(cast, person(cast, who), cancel_visit, visit_id=visit.pk, reason="Illness.") == outcome


def test_cancelling_needs_a_reason(cast):
    visit = stage.visit_at(cast, "scheduled")
    assert stage.attempt(cast, "lead", cancel_visit, visit_id=visit.pk, reason="  ") is Refused


def test_every_transition_is_in_the_typed_tables():
    assert set(VISIT.transitions) == {"hold", "record", "cancel"}


def test_a_note_names_an_indicator_that_was_asked(cast):
    visit = stage.visit_at(cast, "held")
    asked, other = cast.indicators["LG1"].pk, cast.indicators["SE1"].pk
    entries = {key: NoteEntry(theme="staff", text="Seen.", indicator_id=key) for key in (asked, other)}
    actor = cast.actor("visitor")
    with cast.as_("visitor"):
        add_note(actor=actor, visit_id=visit.pk, entry=entries[asked])
        with pytest.raises(Refused):
            add_note(actor=actor, visit_id=visit.pk, entry=entries[other])
        assert Note.objects.get().indicator_id == asked


def test_school_and_team_get_letters_and_the_trail_has_each_step(committed, committed_cast):
    cast = committed_cast
    visit = stage.visit_at(cast, "recorded")
    with committed.as_admin() as cursor:
        cursor.execute("SELECT arguments FROM lscp.outbox_message WHERE task = 'notify.send'")
        sent = [arguments for (arguments,) in cursor.fetchall()]
    readers = {(one["person_id"], one["path"]) for one in sent if one["template"] == "visit_scheduled"}
    at_school = {(cast.people[who].pk, f"/s/900001/visits/{visit.pk}/") for who in ("head", "dsl", "chair")}
    team = {(cast.people[who].pk, f"/p/eastmere/visits/{visit.pk}/") for who in ("visitor", "second_visitor")}
    assert readers == at_school | team
    with cast.as_("lead"):
        kinds = list(
            Event.objects.filter(kind__startswith="visit.").order_by("sequence").values_list("kind", flat=True)
        )
    assert kinds == ["visit.scheduled", "visit.held", "visit.noted", "visit.recorded"]


def test_a_school_reads_its_visit_but_never_a_note(cast):
    visit = stage.visit_at(cast, "recorded")
    with cast.as_("head"):
        assert Visit.objects.get().pk == visit.pk
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(Note.objects.all())
    with cast.as_("next_door_head"):
        assert not Visit.objects.exists()


def test_of_two_clicks_on_held_one_counts(committed_cast):
    cast = committed_cast
    visit = stage.visit_at(cast, "scheduled")
    results: list[object] = []

    def click(who: str) -> None:
        try:
            results.append(stage.attempt(cast, who, hold_visit, visit_id=visit.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(who,)) for who in ("visitor", "second_visitor")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == sorted(["held", str(Refused)])


def test_past_and_coming_days_of_the_stage_are_working_days():
    assert stage.past_day() < timezone.localdate() < stage.coming_day() - timedelta(days=14)
