"""The trail cannot be written round, changed or shortened without it being seen at its exact place."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.trail.models import Event
from lscp_portal.trail.recording import record
from lscp_portal.trail.verification import BROKEN_LINKS


def broken(database):
    with database.as_admin() as cursor:
        cursor.execute("SET search_path = lscp")
        cursor.execute(BROKEN_LINKS)
        return cursor.fetchall()


@pytest.fixture
def events(committed_cast):
    actor = committed_cast.actor("lead")
    with committed_cast.as_("lead"):
        for number in range(5):
            record(actor, "cycle.planned", committed_cast.cycle, number=number)
    return committed_cast


def test_events_are_numbered_and_linked(events, committed):
    with events.as_("lead"):
        assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
        assert set(Event.objects.values_list("person_id", flat=True)) == {events.people["lead"].pk}
    assert broken(committed) == []


def test_another_partnership_does_not_see_them(events):
    with events.as_("elsewhere_lead"):
        assert Event.objects.count() == 0


def test_nobody_records_in_another_persons_name(events):
    somebody_else = events.actor("reviewer")
    with pytest.raises(ProgrammingError, match="nobody else"), events.as_("lead"):
        record(somebody_else, "cycle.planned", events.cycle)


@pytest.mark.parametrize("verb", ["INSERT INTO trail_event (tenant_id) VALUES (1)", "DELETE FROM trail_event",
                                  "UPDATE trail_event SET kind = 'x'", "TRUNCATE trail_event"])  # fmt: skip
def test_the_portal_cannot_touch_it(events, verb):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        events.as_("lead"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE lscp.trail_event SET facts = '{}' WHERE sequence = 3", [(3, "altered")]),
        ("UPDATE lscp.trail_event SET person_id = 99 WHERE sequence = 2", [(2, "altered")]),
        ("DELETE FROM lscp.trail_event WHERE sequence = 4", [(5, "gap before it")]),
        ("DELETE FROM lscp.trail_event WHERE sequence = 5", [(5, "the last links are missing")]),
    ],
)
def test_tampering_is_found_at_its_place(events, committed, tampering, found):
    with committed.as_admin() as cursor:
        cursor.execute("SET session_replication_role = replica")  # as somebody with all rights would
        cursor.execute(tampering)
    assert [(sequence, how) for _, sequence, how in broken(committed)] == found


def test_writers_at_once_leave_no_gap(committed_cast, committed):
    wanted, actor = (
        area_scope(committed_cast.partnership.pk, person=committed_cast.people["lead"].pk),
        committed_cast.actor("lead"),
    )

    def write(number):
        try:
            with scope(wanted):
                record(actor, "cycle.planned", committed_cast.cycle, number=number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(80)))
    with scope(wanted):
        assert Event.objects.count() == 80
    assert broken(committed) == []


def test_the_operators_command_needs_the_owners_eyes(events):
    with pytest.raises((CommandError, ProgrammingError)):
        call_command("verify_audit_trail")
