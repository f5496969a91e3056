"""Cycles in the portal: planning, looking before opening, opening, and the list of audits."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.cycles.actions import open_cycle, plan_cycle
from audits.cycles.models import Cycle
from audits.frameworks.actions import adopt_framework
from audits.frameworks.queries import catalogue
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.scope import scope
from schools.register.synthetic import invented_establishments
from tests.audits.planning import plan_of
from tests.audits.test_cycle_opening import UNTOLD
from tests.people import make_partnership
from tests.schools.importing import take

PAGES = "/p/eastmere/cycles/"


def said(response):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(**changes):
    """The plan form as somebody fills it in."""
    due = timezone.localdate() + timedelta(days=60)
    form = {
        "name": "Light year 2026/27", "year": "2026", "mode": "core",
        "opens_on_day": "14", "opens_on_month": "9", "opens_on_year": "2026",
        "due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year,
    }  # fmt: skip
    return {name: value for name, value in (form | changes).items() if value is not None}


def planned(cast, **changes):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        return plan_cycle(actor=lead, plan=plan_of(cast.framework, **{"mode": "core", **changes}))


def test_a_cycle_is_planned_looked_at_opened_closed_reopened_and_completed(cast):
    take(cast.partnership, {"URN": "909001", "LA (code)": "901", "EstablishmentName": "Untold School", **UNTOLD})
    lead = cast.client("lead")
    response = lead.post(f"{PAGES}plan/", typed(), follow=True)
    address = response.redirect_chain[-1][0]
    words = said(response)
    assert "The cycle is planned. No school has been told yet." in words
    assert "2 open schools get an audit." in words
    assert "Untold School (909001). No rule says what governance the school has" in words
    assert "Ask the register’s help desk or the school to correct the entry" in words
    assert "Open the cycle for 2 schools" in words
    words = said(lead.post(f"{address}open/", follow=True))
    assert (
        "The cycle is open. 2 schools were invited; safeguarding leads and heads who have an account get an e-mail. "
        "1 was left out." in words
    )
    assert "2 audits in all 2 not started" in words
    assert "Untold School (909001)" in words
    assert "Alder Lane Primary School 900001" in words
    assert "The cycle is closed to new returns." in said(lead.post(f"{address}close/", follow=True))
    assert "The cycle is open again." in said(lead.post(f"{address}reopen/", follow=True))
    lead.post(f"{address}close/")
    assert "The cycle is complete." in said(lead.post(f"{address}complete/", follow=True))
    refused = lead.post(f"{address}reopen/")
    assert refused.status_code == 409
    assert "This cycle is complete now, so this cannot be done." in said(refused)


def test_a_school_that_came_later_is_invited_from_the_page(cast):
    take(cast.partnership, {"URN": "900301", "LA (code)": "901", "EstablishmentName": "Oak Street School"})
    lead, address = cast.client("lead"), f"{PAGES}{cast.cycle.pk}/"
    words = said(lead.get(address))
    assert (
        "Oak Street School (900301). It came into the register, or became clear there, after the cycle was opened."
        in words
    )
    assert "Invite 1 school" in words
    assert "Invite 1 school" not in said(cast.client("administrator").get(address))
    assert "1 school was invited" in said(lead.post(f"{address}invite/", follow=True))
    assert "Open schools without an audit" not in said(lead.get(address))


def test_a_deep_dive_asks_the_chosen_sections(cast):
    lead = cast.client("lead")
    response = lead.post(f"{PAGES}plan/", typed(mode="deep_dive", section_codes=["LG", "OS"]), follow=True)
    assert "Leadership, governance and accountability Online safety" in said(response)
    lead.post(f"{response.redirect_chain[-1][0]}open/")
    codes = {indicator.pk: indicator.code for indicator in cast.indicators.values()}
    with scope(cast.scope_of("lead")):
        asked = Audit.objects.filter(cycle__mode="deep_dive").values_list("indicator_ids", flat=True)
        assert {codes[pk][:2] for ids in asked for pk in ids} == {"LG", "OS"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter name"),
        ({"mode": None}, "Choose kind of audit"),
        ({"mode": "royal"}, "Choose one of the answers listed for “Kind of audit”"),
        ({"mode": "deep_dive"}, "Choose at least one section for a deep dive"),
        ({"section_codes": ["LG"]}, "Only a deep dive asks chosen sections"),
        ({"due_on_day": "1", "due_on_month": "9", "due_on_year": "2026"}, "Due date must be after the opening date"),
        ({"due_on_day": "31", "due_on_month": "2"}, "Due date must be a real date"),
        ({"mode": "full"}, "There is a cycle of this kind for this academic year already"),
        ({"year": "1999"}, "Choose one of the answers listed for “Academic year”"),
    ],
)  # fmt: skip
def test_a_plan_that_does_not_fit_says_why_and_keeps_what_was_typed(cast, changes, sentence):
    response = cast.client("lead").post(f"{PAGES}plan/", typed(**changes))
    assert response.status_code == 422
    assert "There is a problem" in said(response)
    assert sentence in said(response)
    if changes.get("name") != "":
        assert 'value="Light year 2026/27"' in response.content.decode()
    with scope(cast.scope_of("lead")):
        assert Cycle.objects.count() == 1


def test_with_two_frameworks_one_is_chosen_first(cast):
    lead = cast.client("lead")
    assert "It asks what Education safeguarding audit framework 2026.1 asks." in said(lead.get(f"{PAGES}plan/"))
    with scope(cast.scope_of("lead")):
        definition = replace(catalogue()[-1], version="2026.2")
        second = adopt_framework(actor=None, tenant_id=cast.partnership.pk, definition=definition)
    assert "With which framework?" in said(lead.get(f"{PAGES}plan/"))
    assert "framework 2026.2 asks." in said(lead.get(f"{PAGES}plan/?framework={second.pk}"))
    assert lead.get(f"{PAGES}plan/?framework=999999").status_code == 404
    assert lead.get(f"{PAGES}plan/?framework=x").status_code == 404


def test_without_a_framework_the_way_to_one_is_shown(cast):
    fallow = make_partnership("fallow", "Fallow Partners", "905", "Fallow")
    Membership.objects.create(person=cast.people["lead"], tenant=fallow, role="lead", starts_on="2025-09-01")
    assert "Adopt one first" in said(cast.client("lead").get("/p/fallow/cycles/plan/"))
    assert "No cycle has been planned yet." in said(cast.client("lead").get("/p/fallow/cycles/"))


def test_pages_and_steps_are_for_the_right_people(cast):
    address = f"{PAGES}{planned(cast).pk}/"
    for who in ("administrator", "reviewer", "analyst"):
        client = cast.client(who)
        page = client.get(address)
        assert page.status_code == 200
        assert "Open the cycle for" not in said(page)
        assert client.get(f"{PAGES}plan/").status_code == 403
        for step in ("open", "close", "reopen", "complete", "invite"):
            assert client.post(f"{address}{step}/").status_code == 403
    assert cast.client("head").get(address).status_code == 404
    assert cast.client("lead").get(f"{address}open/").status_code == 405


def test_a_cycle_of_another_partnership_is_not_there(cast):
    client = cast.client("elsewhere_lead")
    for address in (f"/p/harrowfold/cycles/{cast.cycle.pk}/", f"{PAGES}{cast.cycle.pk}/"):
        assert client.get(address).status_code == 404
        assert client.post(f"{address}close/").status_code == 404
    with scope(cast.scope_of("lead")):
        assert Cycle.objects.get(pk=cast.cycle.pk).state == "open"


def test_the_list_of_cycles_counts_what_is_submitted(cast):
    with scope(cast.scope_of("lead")):
        audit = Audit.objects.get(pk=cast.audit.pk)
        for state in ("in_progress", "internal_check", "head_signed"):
            Audit.objects.filter(pk=audit.pk).update(state=state)
        Audit.objects.filter(pk=audit.pk).update(state="submitted", submitted_at=timezone.now())
    assert "Full audit 2026 2026/27 Full audit Open" in said(cast.client("lead").get(PAGES))
    assert "1 of 2" in said(cast.client("lead").get(PAGES))


def test_audits_are_found_by_school_and_state(cast):
    with scope(cast.scope_of("lead")):
        Audit.objects.filter(pk=cast.audit.pk).update(state="in_progress")
    lead, address = cast.client("lead"), f"{PAGES}{cast.cycle.pk}/"
    assert "Beacon Hill" not in said(lead.get(address, {"q": "alder"}))
    assert "Beacon Hill" in said(lead.get(address, {"state": "invited"}))
    assert "Alder Lane" not in said(lead.get(address, {"state": "invited"}))
    assert "Alder Lane" in said(lead.get(address, {"q": "ZZ1 1AA"}))
    assert "No audit fits what was asked." in said(lead.get(address, {"q": "cobblers"}))


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    leaving = "SELECT set_config('role', 'none'"  # only a test's own transaction is left like this
    found = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", leaving))]
    return len(found), response


def test_a_list_of_500_audits_takes_as_many_statements_as_one_of_100(cast):
    counts = {}
    lead = cast.client("lead")
    for number, first_urn, mode in ((110, 910001, "core"), (400, 930001, "deep_dive")):
        take(cast.partnership, *invented_establishments(number + 40, {"901": "Eastmere"}, first_urn=first_urn))
        sections = ("LG",) if mode == "deep_dive" else ()
        cycle = planned(cast, mode=mode, section_codes=sections)
        actor = cast.actor("lead")
        with cast.as_("lead"):
            invited = open_cycle(actor=actor, cycle_id=cycle.pk).invited
        found, response = statements(lead, f"{PAGES}{cycle.pk}/")
        assert len(re.findall(r'<th scope="row"', response.content.decode())) == 100
        assert f"Audits 1 to 100 of {invited}" in said(response)
        counts[invited] = found
    print(f"statements of a list of audits: {counts}")
    assert len(counts) == 2
    assert max(counts) > 450
    assert sorted(counts.values()) == [16, 17]  # one more for the titles of a deep dive’s sections


def test_pages_of_a_hundred_keep_the_search(cast):
    take(cast.partnership, *invented_establishments(250, {"901": "Eastmere"}, first_urn=910001))
    cycle, actor = planned(cast), cast.actor("lead")
    with cast.as_("lead"):
        open_cycle(actor=actor, cycle_id=cycle.pk)
    lead = cast.client("lead")
    first = lead.get(f"{PAGES}{cycle.pk}/", {"state": "invited"}).content.decode()
    [following] = re.findall(r'href="([^"]*)"[^>]*rel="next"', first)
    assert "state=invited" in following
    second = lead.get(following.replace("&amp;", "&")).content.decode()
    assert re.search(r"Audits 101 to 200 of \d{3}", second)


def test_a_due_date_that_has_passed_is_pointed_out(cast):
    cycle = planned(cast, opens_on=date(2025, 9, 1), due_on=date(2025, 12, 1))
    assert "The due date has passed." in said(cast.client("lead").get(f"{PAGES}{cycle.pk}/"))
