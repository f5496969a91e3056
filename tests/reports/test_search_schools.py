"""A parent finds the school: by name, part of it, town, postcode, URN, or spelled nearly like that."""

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lscp_portal.tenancy.scope import area_scope, scope
from tests.people import make_cast, make_school
from tests.reports.area_stage import edition, many_schools, withdraw


@pytest.fixture(scope="module")
def area(database, django_db_blocker):
    """Both partnerships of the cast, and a few schools that are hard to find; committed, and shared by this module."""
    with django_db_blocker.unblock():
        database.empty()
        cast = make_cast()
        with scope(area_scope(cast.partnership.pk)):
            make_school(cast.partnership, 900003, "St. Mary's 100% Catholic_School", "ZZ10 4AA", town="Nether Wick")
            make_school(cast.partnership, 900004, "Closed Gate School", "ZZ1 1AA", status="closed")
            make_school(cast.partnership, 900005, "Left Us Academy", "ZZ1 1AA", left_area_on="2026-09-01")
        edition(cast.here, cast.audit, number=1)
        edition(cast.here, cast.audit, number=2)
        withdraw(edition(cast.next_door, cast.next_door_audit))
        yield cast
        for connection in connections.all():
            connection.close()
        database.empty()


def found(asked, *, near=False):
    """The URNs a search leads to, in its order: a redirect to the one school, or the list. near: of near spellings."""
    answer = Client().get("/reports/", {"q": asked})
    if answer.status_code == 302:
        return [int(answer["Location"].split("/")[2])]
    assert answer.status_code == 200
    page = answer.context["page"]
    return [school.urn for school in page.schools] if page.near == near else []


@pytest.mark.parametrize(
    ("asked", "urns"),
    [
        ("Alder Lane Primary School", [900001]),
        ("alder", [900001]),
        ("LANE alder", [900001]),
        ("  beacon   hill ", [900002]),
        ("eastmere", [900001, 900002, 900050]),
        ("Nether Wick", [900003]),
        ("beacon eastmere", [900002]),
        ("st. mary's", [900003]),
        ("St Mary’s", [900003]),
        ("st marys catholic", [900003]),
        ("'", [900003]),
        ("’", []),
        ("ZZ1 1AA", [900001]),
        ("zz11aa", [900001]),
        ("Zz1 1aA", [900001]),
        ("ZZ1", [900001, 900002]),
        ("zz1", [900001, 900002]),
        ("ZZ10", [900003]),
        ("ZZ1 2", [900002]),
        ("ZZ1 9XX", [900001, 900002]),
        ("alder\x00lane", [900001]),
        ("900001", [900001]),
        ("URN 900050", [900050]),
    ],
)
def test_what_a_parent_may_type(area, asked, urns):
    assert found(asked) == urns


@pytest.mark.parametrize(
    ("asked", "urn"),
    [
        ("Aldar Lain", 900001),
        ("Becon Hil", 900002),
        ("alderlane", 900001),
        ("Coblers green", 900050),
        ("St Marrys", 900003),
    ],
)
def test_near_spellings_come_first_among_suggestions(area, asked, urn):
    assert found(asked) == []
    assert found(asked, near=True)[0] == urn


@pytest.mark.parametrize("asked", ["closed gate", "900004", "left us", "900005", "999999", "ZZ99 9ZZ"])
def test_closed_schools_schools_that_left_and_nonsense_are_not_found(area, asked):
    assert found(asked) == []


@pytest.mark.parametrize("asked", ["xyzzy plugh", "q", "900004", "ZZ99 9ZZ"])
def test_what_is_like_nothing_has_no_suggestions(area, asked):
    assert found(asked, near=True) == []


@pytest.mark.parametrize(
    "asked",
    [
        "%",
        "_",
        "%%%",
        "a%b",
        "\\",
        "'; DROP TABLE schools_school; --",
        "<script>",
        "\x00",
        "٣٣٣٣٣٣",
        "🙂",
        "(",
        "[a-z]",
    ],
)
def test_wildcards_and_odd_signs_match_only_themselves(area, asked):
    wanted = [900003] if asked in {"%", "_"} else []
    assert found(asked) == wanted


def test_every_sign_of_a_name_is_looked_for_as_it_is(area):
    assert found("100%") == found("catholic_school") == [900003]
    assert found("100_") == found("catholic%school") == found("cath%") == []


@pytest.mark.parametrize("asked", ["a" * 5000, "alder " * 900, "9" * 5000, "% " * 2500])
def test_five_thousand_characters_are_answered_like_any_others(area, asked):
    assert Client().get("/reports/", {"q": asked}).status_code in {200, 302}


def test_a_result_says_why_it_is_there_and_whether_there_is_something_to_read(area):
    page = Client().get("/reports/", {"q": "ZZ1"}).context["page"]
    here, next_door = page.schools
    assert (here.reports, next_door.reports) == (1, 0)
    assert page.by == "postcode beginning with ZZ1"


def test_near_spellings_are_called_near(area):
    words = Client().get("/reports/", {"q": "Aldar Lain"}).content.decode()
    assert "Did you mean" in words
    assert "Found by a similar spelling" in words


def test_nothing_typed_and_nothing_found_still_help(area):
    assert "No school matches" not in Client().get("/reports/").content.decode()
    nothing = Client().get("/reports/", {"q": "xyzzy"}).content.decode()
    assert "No school matches “xyzzy”" in nothing
    assert "Did you mean" not in nothing


def test_what_was_typed_comes_back_harmless(area):
    words = Client().get("/reports/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in words


def statements(path, **asked):
    """How many statements both connections run for a page, BEGIN and COMMIT included."""
    Client().get(path, asked)
    with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["site"]) as public:
        assert Client().get(path, asked).status_code == 200
    return len(own) + len(public)


def test_a_schools_page_takes_six_statements_with_one_school_and_with_thousands(area):
    few = statements("/reports/900001/")
    assert few <= 6
    many_schools(area.partnership, 3000)
    assert statements("/reports/900001/") == few
    assert statements("/reports/", q="eastmere") <= 6
    page = Client().get("/reports/", {"q": "eastmere"}).context["page"]
    assert (len(page.schools), page.more) == (50, True)
