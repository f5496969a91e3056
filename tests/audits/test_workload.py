"""The lead's page of who reads how much: what it counts, what lies idle, whom it is for, and its statements."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from audits.lifecycle.models import Audit
from audits.review.actions import release_review, take_back_review
from audits.review.models import Review, Score
from audits.review.rules import lies_idle
from audits.workload.queries import workload
from audits.workload.types import Workload
from lscp_portal.accounts.models import InterestDeclaration
from schools.register.models import School
from tests.audits import asking
from tests.audits import review_stage as stage
from tests.audits.test_review_pages import QUEUE, many_returns, statements

PAGE = f"{QUEUE}workload/"


def seen(cast, today: date | None = None, cycle: int = 0) -> Workload:
    """The page as the lead sees it."""
    actor = cast.actor("lead")
    with cast.as_("lead"):
        return workload(actor=actor, cycle_id=cycle, today=today or timezone.localdate())


def row_of(cast, who: str, page: Workload):
    """One reader's line."""
    return next(row for row in page.readers if row.name == cast.people[who].full_name)


def test_every_reviewer_stands_there_by_name_even_with_nothing_to_do(cast):
    page = seen(cast)
    names = [row.name for row in page.readers]
    assert {cast.people[who].full_name for who in ("reviewer", "second_reviewer")} <= set(names)
    assert names == sorted(names, key=str.casefold)
    assert {(row.reading, row.handed_in, row.questions, row.conflicts) for row in page.readers} == {(0, 0, 0, 0)}


def test_what_is_read_handed_in_asked_and_declared_is_counted_for_each(cast):
    for audit, dsl in ((cast.audit, "dsl"), (cast.next_door_audit, "next_door_dsl")):
        stage.submit(cast, audit, dsl)
    stage.hand_in(cast, stage.claim(cast, cast.audit))
    review = stage.claim(cast, cast.next_door_audit)
    cast.declare("second_reviewer", cast.here, conflict=True)
    cast.declare("second_reviewer", cast.next_door, conflict=True)
    cast.declare("second_reviewer", cast.next_door)  # the lead helped: the latest word counts
    page = seen(cast)
    own, other = row_of(cast, "reviewer", page), row_of(cast, "second_reviewer", page)
    assert (own.reading, own.handed_in, own.oldest_on, own.conflicts) == (1, 1, timezone.localdate(), 0)
    assert (other.reading, other.handed_in, other.oldest_on, other.conflicts) == (0, 0, None, 1)
    with cast.as_("lead"):
        assert Review.objects.get(pk=review.pk).state == "claimed"


def test_questions_with_the_school_are_counted_until_their_day(cast):
    asked = asking.asked(cast, asking.being_read(cast))
    assert row_of(cast, "reviewer", seen(cast)).questions == 1
    assert row_of(cast, "reviewer", seen(cast, asked.due_on + timedelta(days=1))).questions == 0


def test_what_nobody_reads_is_counted_by_band(cast):
    many_returns(cast, 3)
    stage.submit(cast, cast.audit)
    assert seen(cast).waiting == [("No band yet", 4)]
    assert seen(cast).unread == 4


IDLE = [  # last saved, today, whether it lies idle; ten working days of the partnership, Christmas left out
    (date(2026, 11, 2), date(2026, 11, 13), False),
    (date(2026, 11, 2), date(2026, 11, 16), True),
    (date(2026, 11, 6), date(2026, 11, 19), False),
    (date(2026, 11, 6), date(2026, 11, 20), True),
    (date(2026, 12, 21), date(2027, 1, 6), False),
    (date(2026, 12, 21), date(2027, 1, 7), True),
]


@pytest.mark.parametrize(("last", "today", "idle"), IDLE)
def test_ten_working_days_without_a_save_are_idle(last, today, idle):
    assert lies_idle(last, today=today) is idle


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=10)


def test_idle_is_counted_from_the_last_save_or_from_taking_it_up_and_not_while_the_school_answers(cast):
    review = asking.being_read(cast)
    long_ago, today = date(2026, 9, 7), date(2026, 11, 25)
    with cast.as_("lead"):
        Review.objects.filter(pk=review.pk).update(claimed_at=at(long_ago))
    (row,) = seen(cast, today).idle
    assert (row.review_id, row.taken_on, row.last_on) == (review.pk, long_ago, long_ago)
    stage.score_all(cast, review, but=9)
    with cast.as_("reviewer"):
        Score.objects.update(scored_at=at(date(2026, 11, 11)))
    assert [row.days for row in seen(cast, today).idle] == [10]
    with cast.as_("reviewer"):
        Score.objects.update(scored_at=at(date(2026, 11, 12)))
    assert seen(cast, today).idle == []
    with cast.as_("reviewer"):
        Score.objects.update(scored_at=at(long_ago))
    asking.asked(cast, review)
    assert seen(cast).idle == []


def test_given_back_is_listed_with_its_word_but_not_of_a_school_in_conflict(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    with cast.as_("reviewer"):
        release_review(actor=cast.actor("reviewer"), review_id=review.pk, why="No time.")
    (row,) = seen(cast).given_back
    assert (row.why, row.by, row.reader) == ("No time.", "", cast.people["reviewer"].full_name)
    second = stage.claim(cast, cast.audit, "second_reviewer")
    with cast.as_("lead"):
        take_back_review(actor=cast.actor("lead"), review_id=second.pk, why="Away.")
    assert [row.by for row in seen(cast).given_back] == [cast.people["lead"].full_name, ""]
    page = cast.client("lead").get(PAGE).content.decode()
    assert "No time." in page
    cast.declare("lead", cast.here, conflict=True)
    assert seen(cast).given_back == []
    assert "No time." not in cast.client("lead").get(PAGE).content.decode()


def test_the_page_leads_to_what_can_be_done(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    with cast.as_("lead"):
        Review.objects.filter(pk=review.pk).update(claimed_at=timezone.now() - timedelta(days=60))
    lead = cast.client("lead")
    page = lead.get(PAGE).content.decode()
    assert f"{QUEUE}{review.pk}/take-back/" in page
    assert PAGE in lead.get(QUEUE).content.decode()
    assert PAGE not in cast.client("reviewer").get(QUEUE).content.decode()
    for odd in ("x", "0", "9" * 30, str(cast.cycle.pk)):
        assert lead.get(f"{PAGE}?cycle={odd}").status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200), ("reviewer", 403), ("scrutineer", 403), ("administrator", 403), ("visitor", 403),
        ("publisher", 403), ("analyst", 403), ("elsewhere_lead", 404), ("dsl", 404), ("head", 404),
    ],
)  # fmt: skip
def test_who_sees_the_workload(cast, who, status):
    assert cast.client(who).get(PAGE).status_code == status


@pytest.mark.parametrize("number", [1, 200])
def test_it_takes_the_same_statements_whatever_the_number_of_readers_and_returns(cast, number):
    many_returns(cast, number)
    with cast.as_("lead"):
        audits = list(Audit.objects.filter(state="submitted"))
        Audit.objects.filter(pk__in=[row.pk for row in audits]).update(state="in_review")
        Review.objects.bulk_create(
            Review(audit=row, reviewer_id=place + 1, claimed_at=timezone.now() - timedelta(days=50), **row.owner)
            for place, row in enumerate(audits)
        )
        InterestDeclaration.objects.bulk_create(
            InterestDeclaration(
                tenant=cast.partnership, school=school, person_id=place + 1, has_conflict=True, reason="A friend."
            )
            for place, school in enumerate(School.objects.all()[:number])
        )
    assert statements(cast.client("lead"), PAGE) <= 18
