"""The first pages: what waits, what comes, and nothing of a school with a declared conflict."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from visits.planning.models import Visit


@pytest.fixture
def visit(cast):
    with cast.as_("lead"):
        return Visit.objects.create(
            tenant=cast.partnership,
            school=cast.here,
            audit=cast.audit,
            visit_on=timezone.localdate() + timedelta(days=7),
            starts_at=time(10),
            reason="random",
            purpose="A talk about how worries are passed on.",
            scheduled_by_id=cast.people["lead"].pk,
        )


def page(cast, who, address="/p/eastmere/"):
    found = cast.client(who).get(address)
    assert found.status_code == 200
    return found.content.decode()


def test_the_partnership_sees_its_cycle_and_what_comes(cast, visit):
    shown = page(cast, "lead")
    assert "Full audit 2026" in shown
    assert "Alder Lane Primary School" in shown


def test_a_visit_to_a_school_with_a_conflict_is_not_shown(cast, visit):
    cast.declare("lead", cast.here, conflict=True)
    assert "Alder Lane Primary School" not in page(cast, "lead")


def test_a_school_sees_what_to_do_next(cast):
    assert "Start the audit" in page(cast, "dsl", "/s/900001/")


def test_another_school_finds_nothing_there(cast):
    assert cast.client("next_door_dsl").get("/s/900001/").status_code == 404
