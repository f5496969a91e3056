"""Minutes of a reading: the reader alone sees them, and the one function over them never gives a single value."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audits.lifecycle.models import Audit
from audits.minutes.models import ReviewMinutes
from audits.review.models import Review
from tests.audits import review_stage as stage
from tests.audits.test_review_pages import many_returns
from tests.people import Cast

CALL = "SELECT lscp.median_review_minutes(%s)"
OTHERS = ("lead", "second_reviewer", "scrutineer", "administrator", "elsewhere_lead", "elsewhere_reviewer")


def median(cast: Cast, who: str = "lead") -> int | None:
    """What the function tells this person about the cast's cycle."""
    with cast.as_(who), connection.cursor() as cursor:
        cursor.execute(CALL, [cast.cycle.pk])
        return cursor.fetchone()[0]


def handed_in(cast: Cast, minutes: list[int | None], readers: tuple[str, ...], state: str = "submitted") -> None:
    """A reading of a school of its own for each number, by these people in turn, each giving their own minutes."""
    many_returns(cast, len(minutes))
    with cast.as_("lead"):
        audits = list(Audit.objects.filter(school__urn__gte=910_000).order_by("pk"))
        reviews = [
            Review(audit=audit, reviewer_id=cast.people[readers[place % len(readers)]].pk, **audit.owner)
            for place, audit in enumerate(audits)
        ]
        Review.objects.bulk_create(reviews)
        when = timezone.now() if state == "submitted" else None
        if state != "claimed":
            Review.objects.filter(pk__in=[row.pk for row in reviews]).update(state=state, submitted_at=when)
    for place, (review, number) in enumerate(zip(reviews, minutes, strict=True)):
        own(cast, review, readers[place % len(readers)], number)


def own(cast: Cast, review: Review, who: str, minutes: int | None) -> None:
    """Straight into the table, as this person."""
    with cast.as_(who), transaction.atomic():
        ReviewMinutes.objects.create(review=review, reviewer_id=cast.people[who].pk, minutes=minutes, **review.owner)


@pytest.fixture
def review(cast) -> Review:
    stage.submit(cast, cast.audit)
    return stage.claim(cast, cast.audit)


def test_the_reader_sees_them_and_nobody_else_does(cast, review):
    own(cast, review, "reviewer", 45)
    with cast.as_("reviewer"):
        assert list(ReviewMinutes.objects.values_list("minutes", flat=True)) == [45]
    for who in OTHERS:
        with cast.as_(who):
            assert ReviewMinutes.objects.count() == 0, who
            assert ReviewMinutes.objects.update(minutes=1, given_at=timezone.now()) == 0, who


def test_no_school_may_even_ask(cast, review):
    own(cast, review, "reviewer", 45)
    for who in ("dsl", "head", "next_door_dsl"):
        with cast.as_(who), pytest.raises(DatabaseError), transaction.atomic():
            ReviewMinutes.objects.count()
        with cast.as_(who), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(CALL, [cast.cycle.pk])


def test_nobody_gives_minutes_in_anothers_name_or_for_anothers_review(cast, review):
    with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
        ReviewMinutes.objects.create(review=review, reviewer_id=cast.people["reviewer"].pk, minutes=5, **review.owner)
    with pytest.raises(DatabaseError):
        own(cast, review, "second_reviewer", 5)


TEN = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
THREE = ("reviewer", "second_reviewer", "lead")
MIDDLE = [  # minutes, by whom in turn, what the lead is told: from the middle of two, or of all, to five minutes
    (TEN, THREE, 55),
    ([*TEN, 200], THREE, 60),
    ([43] * 10, THREE, 45),
    ([1] * 12, THREE, 5),
    (TEN[:9], THREE, None),
    ([*TEN[:9], None], THREE, None),
    (TEN, THREE[:2], None),
    ([*TEN, *TEN], THREE[:1], None),
    ([], THREE, None),
]


@pytest.mark.parametrize(("minutes", "readers", "middle"), MIDDLE)
def test_the_middle_of_ten_readings_by_three_people_and_nothing_before_that(cast, minutes, readers, middle):
    handed_in(cast, minutes, readers)
    assert median(cast) == middle
    assert median(cast, "elsewhere_lead") is None


@pytest.mark.parametrize("state", ["claimed", "released"])
def test_only_readings_that_were_handed_in_count(cast, state):
    handed_in(cast, TEN, THREE, state)
    assert median(cast) is None


@pytest.mark.parametrize("before", ["", "off"])
def test_the_function_leaves_nothing_open(cast, before):
    handed_in(cast, TEN, THREE)
    with cast.as_("scrutineer"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.migrating', %s, true)", [before])
        cursor.execute(CALL, [cast.cycle.pk])
        cursor.execute(
            "SELECT current_setting('app.migrating', true), (SELECT count(*) FROM lscp.audits_reviewminutes)"
        )
        assert cursor.fetchone() == (before, 0)
