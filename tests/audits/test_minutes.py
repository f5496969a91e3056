"""The minutes of a reading: what one's own saves suggest, who may give them, and that nobody else is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from audits.minutes.actions import give_minutes
from audits.minutes.models import ReviewMinutes
from audits.minutes.queries import own_minutes
from audits.minutes.rules import LONGEST_GAP, minutes_between
from audits.review.models import Review
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from tests.audits import review_stage as stage
from tests.audits.test_review_pages import QUEUE

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORKED = [  # minutes after nine at which something was saved, and what they come to, worked out by hand
    ([], 0),
    ([0], 0),
    ([0, 4], 4),
    ([0, 4, 4], 4),
    ([0, 10], 10),
    ([0, 10.02], 0),
    ([0, 5, 60, 63, 70], 5 + 3 + 7),
    ([70, 0, 63, 5, 60], 15),
    ([0, 0.4, 0.8, 1.2], 1),
    ([0, 9, 18, 27, 300, 301, 1440], 27 + 1),
]
INSTANTS = st.lists(st.integers(0, 7 * 24 * 3600), max_size=40)


@pytest.mark.parametrize(("saves", "minutes"), WORKED)
def test_gaps_of_more_than_ten_minutes_are_not_counted(saves, minutes):
    assert minutes_between(NINE + timedelta(minutes=one) for one in saves) == minutes


@given(INSTANTS, st.randoms())
def test_order_is_nothing_and_no_more_is_suggested_than_went_by(seconds, random):
    instants = [NINE + timedelta(seconds=one) for one in seconds]
    found = minutes_between(instants)
    random.shuffle(instants)
    assert minutes_between(instants) == found
    assert found <= round((max(seconds, default=0) - min(seconds, default=0)) / 60)
    assert found <= 10 * max(0, len(instants) - 1)


@given(INSTANTS)
def test_another_day_adds_nothing_by_itself(seconds):
    instants = [NINE + timedelta(seconds=one) for one in seconds]
    later = max(instants, default=NINE) + LONGEST_GAP + timedelta(seconds=1)
    assert minutes_between([*instants, later]) == minutes_between(instants)


@pytest.fixture
def review(cast) -> Review:
    stage.submit(cast, cast.audit)
    return stage.claim(cast, cast.audit)


@pytest.mark.parametrize("who", ["second_reviewer", "lead", "scrutineer", "administrator", "visitor"])
def test_nobody_else_gives_minutes_for_a_review(cast, review, who):
    with cast.as_(who), pytest.raises(PermissionDenied):
        give_minutes(actor=cast.actor(who), review_id=review.pk, minutes=5)


def test_they_are_given_changed_and_taken_back_and_the_trail_is_silent(cast, review):
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        events = Event.objects.count()
        for minutes in (45, 50, None, 5):
            give_minutes(actor=actor, review_id=review.pk, minutes=minutes)
            assert own_minutes(review_id=review.pk) == minutes
        for wrong in (0, -1, 6001):
            with pytest.raises(Refused):
                give_minutes(actor=actor, review_id=review.pk, minutes=wrong)
        assert ReviewMinutes.objects.count() == 1
        assert Event.objects.count() == events


def test_by_the_pages_and_seen_by_the_reader_alone(cast, review):
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/minutes/"
    assert page in client.get(f"{QUEUE}{review.pk}/").content.decode()
    for wrong in ("0", "x", "-5", "6001", "4.5"):
        assert client.post(page, {"minutes": wrong}).status_code == 422, wrong
    assert client.post(page, {"minutes": "37"}).status_code == 302
    assert 'value="37"' in client.get(page).content.decode()
    for who in ("lead", "second_reviewer", "scrutineer", "administrator"):
        assert cast.client(who).get(page).status_code == 403
    assert page not in cast.client("lead").get(f"{QUEUE}{review.pk}/").content.decode()
    assert "37" not in cast.client("lead").get(f"{QUEUE}workload/").content.decode().partition("<h1")[2]
    assert cast.client("elsewhere_reviewer").get(page).status_code == 404


def test_handing_in_asks_once_suggests_and_takes_nothing_by_itself(cast, review):
    stage.score_all(cast, review)
    with cast.as_("reviewer"):
        Review.objects.filter(pk=review.pk).update(
            claimed_at=review.scores.earliest("scored_at").scored_at - timedelta(minutes=7)
        )
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/hand-in/"
    shown = client.get(page).content.decode()
    assert "suggest about 7 minutes" in shown
    assert 'value="7"' not in shown
    assert client.post(page, {"minutes": "x"}).status_code == 422
    with cast.as_("reviewer"):
        assert Review.objects.get().state == "claimed"
    assert client.post(page, {"minutes": ""}).status_code == 302
    with cast.as_("reviewer"):
        assert Review.objects.get().state == "submitted"
        assert ReviewMinutes.objects.count() == 0
    assert client.post(f"{QUEUE}{review.pk}/minutes/", {"minutes": "20"}).status_code == 302


def test_minutes_typed_at_handing_in_are_kept(cast, review):
    stage.score_all(cast, review)
    client = cast.client("reviewer")
    assert client.post(f"{QUEUE}{review.pk}/hand-in/", {"minutes": "64"}).status_code == 302
    assert 'value="64"' in client.get(f"{QUEUE}{review.pk}/minutes/").content.decode()
