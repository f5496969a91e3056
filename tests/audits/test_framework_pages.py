"""Frameworks in the portal: adopting, reading, and what one school would be asked."""

import re

import pytest

from audits.frameworks.models import Framework, Indicator
from audits.frameworks.queries import asked_page, catalogue, key_of
from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.scope import area_scope, scope
from schools.register.models import School
from tests.audits.planning import make_area
from tests.audits.test_cycle_opening import UNTOLD
from tests.people import make_partnership
from tests.schools.importing import take

PAGES = "/p/eastmere/frameworks/"


def said(response):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def area(db):
    return make_area("marshwick", "903")


def test_the_list_says_what_is_adopted_and_offers_the_rest(cast):
    words = said(cast.client("lead").get(PAGES))
    assert "Education safeguarding audit framework 2026.1 Published The catalogue 2026/27" in words
    with scope(cast.scope_of("lead")):
        total, critical = Indicator.objects.count(), Indicator.objects.filter(is_critical=True).count()
    assert f"2026/27 {total} " in words
    assert f" {critical} Catalogue" in words


def test_adopting_copies_the_framework_once(cast):
    lead, key = cast.client("lead"), key_of(catalogue()[-1])
    response = lead.post(f"{PAGES}adopt/", {"framework": key}, follow=True)
    assert "This version is adopted already." in said(response)
    with scope(cast.scope_of("lead")):
        assert Framework.objects.count() == 1
    assert lead.post(f"{PAGES}adopt/", {"framework": "made-up 1"}).status_code == 404


def test_a_partnership_without_a_framework_adopts_one(cast):
    fallow = make_partnership("fallow", "Fallow Partners", "905", "Fallow")
    Membership.objects.create(person=cast.people["lead"], tenant=fallow, role="lead", starts_on="2025-09-01")
    lead = cast.client("lead")
    assert "Nothing is adopted yet." in said(lead.get("/p/fallow/frameworks/"))
    response = lead.post("/p/fallow/frameworks/adopt/", {"framework": key_of(catalogue()[-1])}, follow=True)
    assert "is adopted. You can plan a cycle with it." in said(response)
    with scope(area_scope(fallow.pk)):
        assert Indicator.objects.count() == len(catalogue()[-1].indicators)


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 302), ("administrator", 302), ("reviewer", 403), ("analyst", 403)]
)
def test_who_may_adopt(cast, who, status):
    response = cast.client(who).post(f"{PAGES}adopt/", {"framework": key_of(catalogue()[-1])})
    assert response.status_code == status


def test_a_framework_is_read_section_by_section(cast):
    response = cast.client("reviewer").get(f"{PAGES}{cast.framework.pk}/")
    words = said(response)
    assert "LG: Leadership, governance and accountability" in words
    assert "LG1: The board has a named member at senior level" in words
    assert "Good evidence: Minuted appointment, role description" in words
    assert "Keeping children safe in education 2026, Part 2" in words
    assert "Asked of: part of a multi-academy trust or group with central functions" in words
    assert words.count("Asked of:") == len(catalogue()[-1].indicators)


def test_what_a_school_would_be_asked_is_shown_with_the_reason(cast):
    client, path = cast.client("reviewer"), f"{PAGES}{cast.framework.pk}/asked/"
    assert "Choose a school" in said(client.get(path))
    words = said(client.get(path, {"school": cast.here.pk, "mode": "full"}))
    assert "Local authority maintained school" in words
    assert "Has pupils aged 7-11" in words
    assert "Why: Every school" in words
    assert "Not asked" in words
    assert "Why: Only where: part of a multi-academy trust or group with central functions" in words
    light = said(client.get(path, {"school": cast.here.pk, "mode": "core"}))
    assert "Why: Extended: not asked in this mode" in light
    deep = said(client.get(path, {"school": cast.here.pk, "mode": "deep_dive", "sections": ["OS"]}))
    assert "Online safety, filtering, monitoring and security" in deep
    assert "Why: Of a section that is not chosen" in deep


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"mode": "full"}, "Choose school"),
        ({"school": "1x", "mode": "full"}, "Choose one of the answers listed for “School”"),
        ({"mode": "deep_dive"}, "Choose at least one section for a deep dive"),
        ({"mode": "royal"}, "Choose one of the answers listed for “Kind of audit”"),
    ],
)
def test_a_half_asked_question_is_said_to_be_so(cast, asked, sentence):
    response = cast.client("lead").get(f"{PAGES}{cast.framework.pk}/asked/", asked)
    assert response.status_code == 422
    assert sentence in said(response)


def test_asked_and_not_asked_together_are_the_whole_framework(area):
    take(area.partnership, {"URN": "900301", "LA (code)": "903"}, {"URN": "900302", "LA (code)": "903", **UNTOLD})
    with scope(area.scope):
        school, untold = School.objects.order_by("urn")
        for mode, sections in (("full", []), ("core", []), ("deep_dive", ["LG"])):
            page = asked_page(framework_id=area.framework.pk, school_id=school.pk, mode=mode, sections=sections)
            asked = [verdict.code for _title, verdicts in page.asked for verdict in verdicts]
            left_out = [verdict.code for verdict in page.left_out]
            assert len(asked) == page.number
            assert sorted(asked + left_out) == sorted(indicator.code for indicator in catalogue()[-1].indicators)
            assert all(verdict.why for verdict in page.left_out)
        page = asked_page(framework_id=area.framework.pk, school_id=untold.pk, mode="full")
        assert page.needs_a_person.startswith("No rule says what governance the school has")


def test_a_framework_of_another_partnership_is_not_there(cast):
    client = cast.client("elsewhere_lead")
    for path in ("", "asked/"):
        assert client.get(f"/p/harrowfold/frameworks/{cast.framework.pk}/{path}").status_code == 404
        assert client.get(f"{PAGES}{cast.framework.pk}/{path}").status_code == 404
