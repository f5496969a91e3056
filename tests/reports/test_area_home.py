"""The first page of a partnership: what waits for this person, counted once, and linked to where it is done."""

import pytest
from django.test import Client
from django.utils import timezone

from lscp_portal.accounts.models import Membership, Person, Role
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.tenancy.scope import area_scope, scope
from reports.home.types import counted_as
from tests.audits import review_stage
from tests.people import make_cycle, make_framework, make_partnership, make_school
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


@pytest.fixture
def empty_partnership(cast):
    """A partnership in which nothing was done yet, and its lead, signed in."""
    made = make_partnership("marlwick", "Marlwick Safeguarding Children Partnership", "951", "Marlwick")
    bea = Person.objects.create_user(email="bea@people.lscp.test", password=None, full_name="Bea Manager")
    Membership.objects.create(tenant=made, person=bea, role=Role.LEAD, starts_on="2025-09-01")
    client = Client()
    client.force_login(bea, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made, client


def steps_of(client) -> str:
    return client.get("/p/marlwick/").content.decode().partition("Your first steps")[2].partition("For you today")[0]


def test_an_empty_partnership_is_led_from_import_to_the_first_cycle(empty_partnership):
    partnership, client = empty_partnership
    assert steps_of(client).count("To do") == 2
    assert 'href="/p/marlwick/schools/import/"' in steps_of(client)
    assert "/cycles/plan/" not in steps_of(client)
    with scope(area_scope(partnership.pk)):
        make_school(partnership, 951001, "Upper Harrowfold School", "ZZ1 1AA")
        framework = make_framework(partnership)
    assert 'href="/p/marlwick/cycles/plan/"' in steps_of(client)
    assert 'href="/p/marlwick/contacts/invite-many/"' in steps_of(client)
    with scope(area_scope(partnership.pk)):
        make_cycle(partnership, framework)
    assert not steps_of(client), "a cycle was opened, so the first steps are done"


def test_nobody_is_said_to_be_reachable_where_there_is_no_school(empty_partnership):
    page = empty_partnership[1].get("/p/marlwick/contacts/").text
    assert "begin with the schools" in page
    assert "can be reached in all" not in page
