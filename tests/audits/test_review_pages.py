"""The reviewer's pages in a browser without JavaScript, and how many statements they take."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.clarification.clock import feedback_clock
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.review.queue import queue_page
from audits.review.types import QueueFilter
from schools.register.models import School
from tests.audits import phrasing
from tests.audits import review_stage as stage

QUEUE = "/p/eastmere/reviews/"
BOOKKEEPING = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK)")


def statements(client, address) -> int:
    """How many SQL statements one page takes, everything counted except the test's own savepoints."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum(not BOOKKEEPING.match(query["sql"]) for query in captured.captured_queries)


def many_returns(cast, number) -> None:
    """`number` schools with a submitted return each."""
    with cast.as_("lead"):
        copies = School.objects.bulk_create(_copy(cast.next_door, place) for place in range(number))
        audits = [
            Audit(
                tenant=cast.partnership, school=school, cycle=cast.cycle, governance="maintained", features=[],
                indicator_ids=cast.audit.indicator_ids, due_on=cast.cycle.due_on,
            )
            for school in copies
        ]  # fmt: skip
        Audit.objects.bulk_create(audits)
        found = Audit.objects.filter(pk__in=[audit.pk for audit in audits])
        for state in stage.TO_SUBMITTED:
            found.update(state=state, submitted_at=timezone.now() if state == "submitted" else None)


def _copy(school, place) -> School:
    kept = {
        field.attname: getattr(school, field.attname)
        for field in School._meta.concrete_fields
        if not field.generated and field.attname not in {"id", "urn", "name"}
    }
    return School(urn=910_000 + place, name=f"School {place:03}", **kept)


@pytest.mark.parametrize("number", [1, 100, 200, 500])
def test_the_queue_takes_at_most_nine_statements_whatever_its_length(cast, number):
    many_returns(cast, number)
    assert statements(cast.client("reviewer"), QUEUE) <= 9
    assert statements(cast.client("lead"), f"{QUEUE}?page={(number + 49) // 50}") <= 9


@pytest.mark.parametrize("asked", [1, 100])
def test_a_whole_workspace_takes_at_most_thirty_one_statements_whatever_its_length(cast, asked):
    with cast.as_("lead"):
        codes = tuple(Indicator.objects.order_by("position").values_list("code", flat=True)[:asked])
        Audit.objects.filter(pk=cast.next_door_audit.pk).update(indicator_ids=ids_of(codes))
        cast.next_door_audit.refresh_from_db(fields=["indicator_ids"])
    stage.submit(cast, cast.next_door_audit, "next_door_dsl")
    review = stage.claim(cast, cast.next_door_audit)
    stage.score_all(cast, review)
    for number in range(asked):
        phrasing.a_comment(cast, codes[0], f"Phrase {number}.")
        phrasing.a_recommendation(cast, codes[0], f"Advice {number}.")
    reader = cast.client("reviewer")
    base = f"{QUEUE}{review.pk}/"
    for page in (
        base,
        f"{base}{codes[0].lower()}/",
        f"{base}side-by-side/",
        f"{base}recommendations/",
        f"{base}hand-in/",
        f"{base}release/",
        f"{base}minutes/",
        f"{base}{codes[0].lower()}/keep-phrase/",
    ):
        assert statements(reader, page) <= 31, page


def ids_of(codes) -> list[int]:
    return list(Indicator.objects.filter(code__in=codes).order_by("position").values_list("pk", flat=True))


@pytest.mark.parametrize("number", [1, 300])
def test_one_workspace_does_not_slow_down_with_other_returns(cast, number):
    many_returns(cast, number)
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    assert statements(cast.client("reviewer"), f"{QUEUE}{review.pk}/") <= 31


def test_the_queue_shows_days_filters_searches_and_goes_on_by_fifty(cast):
    many_returns(cast, 60)
    stage.submit(cast, cast.audit)
    stage.claim(cast, cast.audit)
    client = cast.client("reviewer")
    first = client.get(QUEUE).content.decode()
    assert "61 returns" in first
    assert "Returns 1 to 50 of 61" in first
    assert "30 left" in first
    assert "Returns 51 to 61 of 61" in client.get(f"{QUEUE}?page=2").content.decode()
    assert "1 return," in client.get(f"{QUEUE}?mine=on").content.decode()
    assert "Alder Lane" in client.get(f"{QUEUE}?q=alder").content.decode()
    assert "1 return," in client.get(f"{QUEUE}?q=910007").content.decode()
    for odd in ("page=0", "page=999999", "state=nonsense", "q=%00", "q=99999999999999999999", "page=x"):
        assert client.get(f"{QUEUE}?{odd}").status_code == 200, odd


def test_take_next_leads_to_the_return_that_waits_longest_without_a_conflict(cast):
    for audit, dsl, days in ((cast.audit, "dsl", 9), (cast.next_door_audit, "next_door_dsl", 5)):
        stage.submit(cast, audit, dsl)
        with cast.as_("lead"):
            Audit.objects.filter(pk=audit.pk).update(submitted_at=timezone.now() - timedelta(days=days))
    client = cast.client("reviewer")
    assert client.get(f"{QUEUE}next/").headers["Location"] == f"{QUEUE}returns/{cast.audit.pk}/"
    cast.declare("reviewer", cast.here, conflict=True)
    assert client.get(f"{QUEUE}next/").headers["Location"] == f"{QUEUE}returns/{cast.next_door_audit.pk}/"
    cast.declare("reviewer", cast.next_door, conflict=True)
    assert "No return waits" in client.get(f"{QUEUE}next/", follow=True).content.decode()


def onward_of(response) -> str:
    """Where the next page is, without the word on what was saved."""
    return response.headers["Location"].partition("?")[0]


def test_from_claim_to_handing_in_by_the_pages(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    client, base = cast.client("reviewer"), f"{QUEUE}{review.pk}/"
    page = client.get(f"{base}lg1/").content.decode()
    assert "We sampled the records." in page
    assert "Secure and showing impact" in page
    assert client.post(f"{base}lg1/", {"level": "", "read": "0"}).status_code == 422
    saved = client.post(f"{base}lg1/", {"level": "partly", "comment": "Name a deputy.", "read": "0"})
    assert onward_of(saved) == f"{base}cu1/"  # critical, as LG1 is
    assert "LG1 is saved." in client.get(saved.headers["Location"]).content.decode()
    agreed = client.post(f"{base}lg2/", {"level": ["secure", "partly"], "read": "0", "comment": ""})
    assert onward_of(agreed).startswith(base)
    assert onward_of(client.post(f"{base}lg3/", {"level": "secure", "read": "0"})).startswith(base)
    old = client.post(f"{base}lg1/", {"level": "secure", "comment": "Typed elsewhere.", "read": "0"})
    assert old.status_code == 409
    assert "Name a deputy." in old.content.decode()
    assert "Typed elsewhere." in old.content.decode()
    assert 'name="read" value="1"' in old.content.decode()
    assert client.post(f"{base}hand-in/").status_code == 409
    assert "7 indicators have no level from you yet." in client.get(f"{base}hand-in/").content.decode()
    due = timezone.localdate() + timedelta(days=40)
    recommendation = {
        "text": "Name a deputy.", "help_from": "The training team", "code": "LG1",
        "due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year,
    }  # fmt: skip
    recommended = client.post(f"{base}recommendations/", recommendation)
    assert recommended.status_code == 302
    assert client.post(f"{base}recommendations/", recommendation | {"due_on_year": "2020"}).status_code == 422
    while "Go to the next unscored" in (overview := client.get(base).content.decode()):
        onward = re.search(rf'href="({base}[a-z0-9]+/)"[^>]*>\s*Go to the next', overview)[1]
        assert client.post(onward, {"level": "secure", "read": "0"}).status_code == 302
    assert client.post(f"{base}hand-in/").headers["Location"] == f"{base}side-by-side/"
    assert client.post(f"{base}hand-in/").status_code == 409
    assert client.post(f"{base}lg1/", {"level": "secure", "read": "1"}).status_code == 409
    assert "lower one on" in client.get(f"{base}side-by-side/").content.decode()
    assert "Save and continue" not in client.get(f"{base}lg1/").content.decode()


def test_details_of_a_child_stay_out_of_comments_and_recommendations(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    client, base = cast.client("reviewer"), f"{QUEUE}{review.pk}/"
    typed = "NHS number 943 476 5919 was in the file."
    answer = client.post(f"{base}lg1/", {"level": "secure", "comment": typed, "read": "0"})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert client.post(f"{base}recommendations/", {"text": typed}).status_code == 422


WHO_SEES = [  # typed from domain.md 7.1: who, the workspace, one indicator by POST
    ("reviewer", 200, 302),
    ("second_reviewer", 403, 403),
    ("lead", 200, 403),
    ("scrutineer", 200, 403),
    ("administrator", 403, 403),
    ("publisher", 403, 403),
    ("visitor", 403, 403),
    ("analyst", 403, 403),
    ("elsewhere_lead", 404, 404),
    ("elsewhere_reviewer", 404, 404),
    ("head", 404, 404),
    ("next_door_dsl", 404, 404),
]


@pytest.mark.parametrize(("who", "get", "post"), WHO_SEES)
def test_who_sees_a_review_and_who_may_score(cast, who, get, post):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    client, page = cast.client(who), f"{QUEUE}{review.pk}/"
    assert client.get(page).status_code == get
    assert client.post(f"{page}lg1/", {"level": "secure", "read": "0"}).status_code == post


def test_a_foreign_review_is_not_there_in_an_own_place_either(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    client = cast.client("elsewhere_reviewer")
    for tail in (f"{review.pk}/", f"{review.pk}/lg1/", f"{review.pk}/side-by-side/", f"returns/{cast.audit.pk}/"):
        assert client.get(f"/p/harrowfold/reviews/{tail}").status_code == 404, tail
    assert client.get(f"/p/harrowfold/reviews/interests/{cast.here.pk}/").status_code == 404
    assert cast.client("reviewer").get(f"{QUEUE}{review.pk}/zz9/").status_code == 404


CLOCK = [  # submitted on a Monday; Christmas and New Year 2026/27 do not count
    (date(2026, 11, 23), 0, 30),
    (date(2026, 11, 24), 1, 29),
    (date(2026, 11, 30), 5, 25),
    (date(2027, 1, 7), 30, 0),
    (date(2027, 1, 8), 31, -1),
]


@pytest.mark.parametrize(("today", "waited", "left"), CLOCK)
def test_the_feedback_clock_counts_working_days(today, waited, left):
    begun = timezone.make_aware(datetime(2026, 11, 23, 23, 30))  # noqa: DTZ001 - made aware by make_aware
    clock = feedback_clock(submitted_on=timezone.localdate(begun), workdays=30, today=today)
    assert (clock.waited, clock.left) == (waited, left)


def test_the_lead_starts_with_everything_that_waits_for_the_partnership(cast):
    stage.audit_at(cast, "reviewed")
    with cast.as_("lead"):
        found = queue_page(actor=cast.actor("lead"), wanted=QueueFilter(state="ours"), today=timezone.localdate())
        assert [(row.urn, row.opens) for row in found.rows] == [(900001, "letter")]
    assert "Alder Lane" in cast.client("lead").get(QUEUE).content.decode()
    assert "Alder Lane" not in cast.client("reviewer").get(QUEUE).content.decode()


def test_a_return_is_found_whatever_became_of_it(cast):
    stage.audit_at(cast, "closed")
    lead = cast.client("lead")
    assert b"Alder Lane" not in lead.get(QUEUE, {"q": "900001"}).content
    found = lead.get(QUEUE, {"q": "900001", "state": "all"}).content.decode()
    assert "1 return," in found
    cover = reverse("reviews:cover", args=["eastmere", cast.audit.pk])
    assert f'href="{cover}"' in lead.get(f"/p/eastmere/schools/{cast.here.pk}/").content.decode()
