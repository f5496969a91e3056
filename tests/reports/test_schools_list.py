"""Looking a school up among the partnership's own."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lscp_portal.tenancy.scope import area_scope, scope
from reports.schools.queries import schools_page
from reports.schools.types import SchoolFilter
from schools.register.models import School
from schools.register.queries import link_of
from schools.register.synthetic import invented_establishments
from tests.people import make_school
from tests.schools.importing import take

LIST = "/p/eastmere/schools/"


@pytest.fixture
def schools(cast):
    with scope(area_scope(cast.partnership.pk)):
        make_school(cast.partnership, 900101, "St Aldith's High School", "ZZ3 4QP", phase="Secondary", town="Saltby")
        make_school(
            cast.partnership, 900102, "Quarry 100% School_One", "ZZ3 4RS", status="proposed", locality="Mill End"
        )
        make_school(cast.partnership, 900103, "Old Mill School", "ZZ9 9ZZ", status="closed")
    return cast


def found(cast, **wanted):
    with scope(area_scope(cast.partnership.pk)):
        return [row.urn for row in schools_page(wanted=SchoolFilter(**wanted)).rows]


@pytest.mark.parametrize(
    ("words", "urns"),
    [
        ("aldith", [900101]), ("HIGH aldith", [900101]), ("saltby", [900101]), ("mill end", [900102]),
        ("zz3 4qp", [900101]), ("ZZ34", [900102, 900101]), ("900103", [900103]), ("100%", [900102]),
        ("school_one", [900102]), ("%", [900102]), ("9999999999999999", []), ("’; DROP", []), ("cobblers", []),
    ],
)  # fmt: skip
def test_a_school_is_found_by_name_town_postcode_or_urn(schools, words, urns):
    assert found(schools, words=words) == urns


def test_phase_and_status_narrow_the_list(schools):
    assert found(schools, phase="Secondary") == [900101]
    assert found(schools, status="proposed") == [900102]
    assert found(schools, status="closed") == [900103]
    assert found(schools, status="open", phase="Primary") == [900001, 900002]
    with scope(area_scope(schools.partnership.pk)):
        School.objects.filter(urn=900101).update(left_area_on="2026-11-01")
    assert found(schools, status="left") == [900101]
    assert 900101 not in found(schools, status="open")


def test_the_page_keeps_what_was_asked_and_shows_the_school(schools):
    page = schools.client("reviewer").get(LIST, {"q": "aldith", "phase": "Secondary"}).content.decode()
    assert 'value="aldith"' in page
    assert '<option value="Secondary" selected>' in page
    assert "St Aldith" in page
    assert "Old Mill" not in page


def test_nonsense_in_the_address_is_left_out_of_the_search(schools):
    response = schools.client("lead").get(LIST, {"phase": "Atlantis", "status": "ajar", "start": "-5"})
    assert response.status_code == 200
    assert "Old Mill School" in response.content.decode()


def test_six_hundred_schools_stand_on_one_page(cast):
    take(cast.partnership, *invented_establishments(660, {"901": "Eastmere"}, first_urn=910001))
    page = cast.client("lead").get(LIST).content.decode()
    shown = re.findall(r'<th scope="row"[^>]*><a class="govuk-link" href="(\d+)/"', page)
    assert len(set(shown)) == len(shown) > 600
    assert 'rel="next"' not in page
    assert len(page) < 700_000


def test_a_list_takes_the_same_few_statements_for_3_schools_and_for_300(cast):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert cast.client("lead").get(LIST).status_code == 200
        return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]

    cast.client("lead").get(LIST)
    few = len([sql for sql in statements() if "django_session" not in sql or sql.startswith("SELECT")])
    take(cast.partnership, *invented_establishments(300, {"901": "Eastmere"}, first_urn=910001))
    many = len([sql for sql in statements() if "django_session" not in sql or sql.startswith("SELECT")])
    assert few == many <= 30


def test_a_schools_page_shows_facts_audits_and_what_changed(cast):
    take(cast.partnership, {"URN": "900001", "LA (code)": "901", "EstablishmentName": "Alder Lane Academy",
                            "SchoolWebsite": "www.alder.example"})  # fmt: skip
    page = cast.client("analyst").get(f"{LIST}{cast.here.pk}/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Alder Lane Academy" in words
    assert 'href="https://www.alder.example"' in page
    assert "Full audit 2026 Full audit, 10 indicators Not started" in words
    assert "Name: was Alder Lane Primary School, is Alder Lane Academy" in words


def test_a_school_of_another_partnership_is_not_there(cast):
    lead = cast.client("lead")
    assert lead.get(f"{LIST}{cast.elsewhere.pk}/").status_code == 404
    assert lead.get(f"/p/harrowfold/schools/{cast.elsewhere.pk}/").status_code == 404
    assert lead.get(f"{LIST}987654/").status_code == 404
    assert cast.client("head").get(LIST).status_code == 404
    assert "Cobblers Green" not in lead.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("www.oak.example", "https://www.oak.example"), ("http://oak.example/a", "http://oak.example/a"),
        ("", ""), ("none", ""), ("javascript://oak.example/%0aalert(1)", ""), ("javascript:alert(1)", ""),
        ("https://oak.example@evil.example", ""), ("oak example", ""), ("http://[", ""), ("mailto:a@b.example", ""),
    ],
)  # fmt: skip
def test_only_an_address_becomes_a_link(typed, link):
    assert link_of(typed) == link
