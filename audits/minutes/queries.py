"""Reads of minutes: one's own, and the one number that the lead sees."""

from django.db import connection

from audits.minutes.models import ReviewMinutes
from audits.minutes.rules import minutes_between
from audits.review.models import Review, Score


def own_minutes(*, review_id: int) -> int | None:
    """What one said of one's own review; None for nothing, and for everybody else. One query."""
    rows = ReviewMinutes.objects.filter(review_id=review_id).values_list("minutes", flat=True)
    found: int | None = rows.first()
    return found


def suggested_minutes(*, review_id: int) -> int:
    """What one's own saves of this review come to; 0 for too little to say. For the reader's own page alone.

    Two queries. Raises Review.DoesNotExist.
    """
    begun = Review.objects.values_list("claimed_at", "resumed_at").get(pk=review_id)
    saved = Score.objects.filter(review_id=review_id).values_list("scored_at", flat=True)
    return minutes_between([*filter(None, begun), *saved])


def middle_minutes(*, cycle_id: int) -> int | None:
    """The median over the readings of a cycle, to five minutes; None for fewer than ten, or by fewer than three people.

    The database's own function counts, as nobody may read the rows (migration 0043). One query.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT lscp.median_review_minutes(%s)", [cycle_id])
        found: int | None = cursor.fetchone()[0]
    return found
