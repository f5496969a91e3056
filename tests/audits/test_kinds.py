"""Schools whose kind the register does not tell: somebody decides, with a reason, and they can be asked."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from audits.cycles.asking import without_audit
from audits.frameworks.applicability import NeedsAPerson, SchoolProfile, decided
from schools.kinds.actions import decide_kind
from schools.kinds.models import KindDecision
from tests.people import make_school
from tests.reports.report_stage import attempt

WHY = "The trust's articles; call with the head."
KNOWN = {"maintained": "Maintained", "academy": "Academy"}
UNCLEAR = NeedsAPerson("No rule says.", (), frozenset({"ks2"}))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def unclear(cast):
    with cast.as_("lead"):
        cast.school = make_school(cast.partnership, 900104, "Elder Place", "ZZ1 1AD", gias_profile={})
    return cast


def address(cast):
    return f"/p/eastmere/schools/{cast.school.pk}/kind/"


@pytest.mark.parametrize(
    ("found", "governance", "outcome"),
    [
        (UNCLEAR, "academy", SchoolProfile("academy", frozenset({"ks2"}))),
        (UNCLEAR, "", UNCLEAR),
        (UNCLEAR, "unknown_to_this_framework", UNCLEAR),
        (SchoolProfile("maintained", frozenset()), "academy", SchoolProfile("maintained", frozenset())),
    ],
)
def test_a_decision_counts_where_the_register_is_silent_and_nowhere_else(found, governance, outcome):
    assert decided(found, governance, KNOWN) == outcome


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        ("administrator", KindDecision), ("lead", KindDecision), ("reviewer", PermissionDenied),
        ("scrutineer", PermissionDenied), ("head", PermissionDenied),
    ],
)  # fmt: skip
def test_who_may_decide(unclear, who, outcome):
    found = attempt(unclear, who, decide_kind, school_id=unclear.school.pk, governance="academy", reason=WHY)
    assert (found if isinstance(found, type) else type(found)) is outcome


@pytest.mark.parametrize(("who", "reads", "decides"), [("lead", 200, 302), ("reviewer", 200, 403), ("head", 404, 404)])
def test_staff_read_the_page_and_some_decide_on_it(unclear, who, reads, decides):
    client = unclear.client(who)
    assert client.get(address(unclear)).status_code == reads
    assert client.post(address(unclear), {"governance": "maintained", "reason": WHY}).status_code == decides


def test_from_the_cycles_list_to_a_decision_to_being_asked(unclear):
    lead = unclear.client("lead")
    cycle = lead.get(f"/p/eastmere/cycles/{unclear.cycle.pk}/").content.decode()
    assert f'href="{address(unclear)}"' in cycle
    assert "To decide" in words(lead.get("/p/eastmere/schools/kinds/"))
    assert lead.post(address(unclear), {"governance": "maintained", "reason": WHY}).status_code == 302
    with unclear.as_("lead"):
        [row] = [row for row in without_audit(unclear.cycle) if row.urn == 900104]
        assert row.can_be_invited
    lead.post(f"/p/eastmere/cycles/{unclear.cycle.pk}/invite/")
    page = words(lead.get(f"/p/eastmere/schools/{unclear.school.pk}/"))
    assert "Not started in Full audit 2026" in page


def test_a_decision_needs_a_reason_and_keeps_what_was_chosen(unclear):
    response = unclear.client("lead").post(address(unclear), {"governance": "maintained", "reason": ""})
    assert response.status_code == 422
    assert re.search(r'value="maintained"[^>]*checked', response.content.decode())


def test_the_latest_decision_counts_and_can_be_taken_back(unclear):
    lead = unclear.client("lead")
    lead.post(address(unclear), {"governance": "maintained", "reason": WHY})
    lead.post(address(unclear), {"governance": "none", "reason": "The head was wrong."})
    assert "To decide" in words(lead.get("/p/eastmere/schools/kinds/"))
    page = words(lead.get(address(unclear)))
    assert "taken back" in page
    assert WHY.replace("'", "&#x27;") in page


def test_where_the_register_is_clear_there_is_nothing_to_decide(cast):
    lead = cast.client("lead")
    page = lead.get(f"/p/eastmere/schools/{cast.here.pk}/kind/")
    assert "There is nothing to decide" in words(page)
    lead.post(f"/p/eastmere/schools/{cast.here.pk}/kind/", {"governance": "academy", "reason": WHY})
    with cast.as_("lead"):
        assert not KindDecision.objects.exists()
