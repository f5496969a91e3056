"""The first page of a partnership: what waits for this person, counted once, and linked to where it is done."""

import pytest
from django.utils import timezone

from lscp_portal.calendar.working_days import working_days_after
from reports.home.types import counted_as
from tests.audits import review_stage
from tests.reports.report_stage import report_at
from tests.visits.visit_stage import visit_at

pytestmark = pytest.mark.django_db

HOME = "/p/eastmere/"


def words_of(cast, who: str) -> str:
    return " ".join(cast.client(who).get(HOME).content.decode().split())


@pytest.mark.parametrize(("number", "words"), [(0, "visits here"), (1, "visit here"), (2, "visits here")])
def test_one_is_never_spoken_of_as_several(number, words):
    assert counted_as(number, "visit", "here") == words


def test_a_reader_comes_back_to_the_return_in_hand_and_others_do_not_see_it(cast):
    review_stage.audit_at(cast, "in_review")
    assert "return you are reading" in words_of(cast, "reviewer")
    assert "reviews/?state=in_review&amp;mine=yes" in words_of(cast, "reviewer")
    assert "you are reading" not in words_of(cast, "second_reviewer")


@pytest.mark.parametrize("state", ["scheduled", "held"])
def test_the_team_hears_of_a_visit_that_was_and_has_no_complete_notes(cast, state):
    visit_at(cast, state)
    assert "visit of yours to hold or write up" in words_of(cast, "visitor")
    assert "visit of yours" not in words_of(cast, "reviewer")


def test_a_visit_to_come_and_a_finished_one_ask_for_nothing(cast):
    visit_at(cast, "scheduled", on=working_days_after(timezone.localdate(), 12))
    assert "visit of yours" not in words_of(cast, "visitor")


def test_a_draft_waits_for_its_author_only(cast):
    report_at(cast, "draft")
    assert "report of yours in draft" in words_of(cast, "lead")
    assert "of yours in draft" not in words_of(cast, "reviewer")


def test_every_state_of_a_cycle_leads_to_its_schools_in_that_state(cast):
    page = words_of(cast, "administrator")
    assert f'href="/p/eastmere/cycles/{cast.cycle.pk}/?state=' in page
