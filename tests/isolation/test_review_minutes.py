"""Minutes of a reading: the reader alone sees them, and the one function over them never gives a single value."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audits.minutes.models import ReviewMinutes
from audits.review.models import Review
from tests.audits import review_stage as stage
from tests.people import Cast

CALL = "SELECT lscp.median_review_minutes(%s)"
OTHERS = ("lead", "second_reviewer", "scrutineer", "administrator", "elsewhere_lead", "elsewhere_reviewer")


def median(cast: Cast, who: str = "lead") -> int | None:
    """What the function tells this person about the cast's cycle."""
    with cast.as_(who), connection.cursor() as cursor:
        cursor.execute(CALL, [cast.cycle.pk])
        return cursor.fetchone()[0]


def handed_in(cast: Cast, database, readers: list[int], minutes: list[int | None], state: str = "submitted") -> None:
    """One review of the cast's audit for each number, read by these people in turn, whatever the triggers say."""
    when = "now()" if state == "submitted" else "NULL"
    with database.as_admin() as cursor:
        cursor.execute("SET session_replication_role = replica; DROP INDEX lscp.review_one_reader_at_a_time")
        for place, number in enumerate(minutes):
            reader = readers[place % len(readers)]
            cursor.execute(
                "INSERT INTO lscp.audits_review (tenant_id, school_id, audit_id, reviewer_id, state, submitted_at) "
                f"VALUES (%s, %s, %s, %s, %s, {when}) RETURNING id",
                [cast.partnership.pk, cast.here.pk, cast.audit.pk, reader, state],
            )
            cursor.execute(
                "INSERT INTO lscp.audits_reviewminutes (tenant_id, school_id, review_id, reviewer_id, minutes) "
                "VALUES (%s, %s, %s, %s, %s)",
                [cast.partnership.pk, cast.here.pk, cursor.fetchone()[0], reader, number],
            )
        cursor.execute("RESET session_replication_role")


def own(cast: Cast, review: Review, who: str, minutes: int) -> None:
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
