"""How many statements a day of chasing takes: the same for 2 schools and for 600."""

import pytest

from audits.chasing import actions
from audits.chasing.queries import calls_to_make, day_page, letter_page, next_letters
from lscp_portal.tenancy.scope import area_scope, scope
from tests.audits.chase_stage import BY_HAND, REMINDED, chase, crowd, due, today
from tests.audits.test_answer_budgets import counted

MANY = 598  # beside the two of the cast
CHASE, TWICE, BY_HAND_ONLY, CALLS = 17, 11, 13, 2
DAY, LETTER, COUNTS = 13, 14, 10
DAY_PAGE, LOG_PAGE = 21, 12  # with session, person, roles and scope


@pytest.fixture(params=[0, MANY])
def place(request, cast, monkeypatch):
    """The cast alone, and among six hundred schools."""
    crowd(cast, request.param)
    due(cast)
    today(monkeypatch, REMINDED)
    return cast, request.param + 2


def counting(cast, work):
    """What `work` returns, and the statements it took inside the partnership's scope."""
    with scope(area_scope(cast.partnership.pk, person=cast.people["lead"].pk)), counted() as seen:
        result = work()
    return result, len(seen)


def test_looking_ahead(place):
    cast, schools = place
    page, found = counting(cast, lambda: day_page(day=REMINDED))
    assert (page.total, len(page.letters)) == (schools, min(schools, 100))
    counts, at_a_glance = counting(cast, lambda: next_letters(day=REMINDED))
    where = {"tenant_id": cast.partnership.pk, "cycle_id": cast.cycle.pk, "person_id": cast.people["dsl"].pk}
    _letter, one = counting(cast, lambda: letter_page(day=REMINDED, **where))
    print(f"statements to look ahead at {schools} schools: page {found}, counts {at_a_glance}, one letter {one}")
    assert counts.letters == schools
    assert (found, at_a_glance, one) == (DAY, COUNTS, LETTER)


def test_a_day_of_letters_and_a_day_of_calls(place):
    cast, schools = place
    plan, first = counting(cast, lambda: actions.chase(day=REMINDED))
    assert len(plan.letters) == schools
    plan, again = counting(cast, lambda: actions.chase(day=REMINDED))
    assert len(plan.letters) == 0
    plan, by_hand = counting(cast, lambda: actions.chase(day=BY_HAND))
    assert len(plan.tasks) == 2 * schools
    calls, listed = counting(cast, calls_to_make)
    assert len(calls) == 2 * schools
    print(f"statements to chase {schools} schools: {first}, again {again}, by hand {by_hand}, the list {listed}")
    assert (first, again, by_hand, listed) == (CHASE, TWICE, BY_HAND_ONLY, CALLS)


def test_the_pages(place):
    cast, schools = place
    lead, found = cast.client("lead"), []
    chase(cast, REMINDED)
    for page in ("?day=2026-12-03", "log/"):
        with counted() as seen:
            response = lead.get(f"/p/eastmere/chasing/{page}")
        assert response.status_code == 200
        found.append(len(seen))
    assert f"of {schools}" in response.content.decode() or schools == 2
    print(f"statements of pages at {schools} schools: {found}")
    assert found == [DAY_PAGE, LOG_PAGE]
