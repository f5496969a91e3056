"""A return that was read twice is mended: both readings begin again, and what was agreed before counts no more."""

import pytest
from django.db import DatabaseError, transaction

from audits.escalation.actions import resolve_case, start_case
from audits.escalation.resubmitting import read_again
from audits.feedback.actions import issue_feedback
from audits.moderation.actions import claim_second, hand_in_second, save_second_scores, settle
from audits.moderation.agreed import agreed_of
from audits.moderation.models import SecondReading
from audits.moderation.types import SecondEntry
from audits.review.actions import hand_in_review, score_indicator, take_back_review
from audits.review.models import Score
from audits.review.types import ScoreEntry
from lscp_portal.workflow import Refused
from tests.audits import asking, insisting, moderating
from tests.audits import review_stage as stage
from tests.audits.test_answer_pages import words

AGAIN, KEPT = moderating.AGAIN, SecondEntry("partly", moderating.SEEN, 1)


def read_once(cast):
    """Signed by all three, read by the reviewer, and chosen to be read again."""
    stage.hand_in(cast, asking.being_read(cast), read_once=False)


def mended(cast):
    """LG2 was seen differently and agreed; then a case, and the school mends LG2 and signs again."""
    read_once(cast)
    second = moderating.score(cast, LG2="embedded")
    with cast.as_(AGAIN):
        hand_in_second(actor=cast.actor(AGAIN), second_id=second.pk)
    moderating.agreed(cast, second, "LG2")
    with cast.as_("lead"):
        settle(actor=cast.actor("lead"), second_id=second.pk)
        case = start_case(actor=cast.actor("lead"), **insisting.start(cast))
    return insisting.signed_again(cast, case)


def read_first_again(cast, case, level="secure"):
    """The first reader looks at LG2 again and hands in."""
    review, reviewer = insisting.review_of(cast, case), cast.actor("reviewer")
    with cast.as_("reviewer"):
        read = Score.objects.get(review=review, indicator__code="LG2").revision
        score_indicator(actor=reviewer, review_id=review.pk, code="LG2", entry=ScoreEntry(level, ""), read=read)
        hand_in_review(actor=reviewer, review_id=review.pk)
    return review


def test_with_the_first_reading_the_second_one_begins_again(cast):
    case = mended(cast)
    second = moderating.again(cast)
    assert (second.state, second.reader_id, second.disagreeing, second.ended_at) == ("waiting", None, [], None)
    assert second.second_readers == [cast.people[AGAIN].pk]
    with cast.as_(AGAIN), pytest.raises(Refused, match="The first reading is open again"):
        claim_second(actor=cast.actor(AGAIN), second_id=second.pk)
    review = read_first_again(cast, case)
    with cast.as_("lead"):
        resolve_case(actor=cast.actor("lead"), case_id=case.pk, why=insisting.WHY, version=2)
        assert agreed_of([review.pk]) == {}
    stage.draft(cast, cast.audit)
    with cast.as_("lead"), pytest.raises(Refused, match="read a second time"):
        issue_feedback(actor=cast.actor("lead"), audit_id=cast.audit.pk)


def test_a_second_reader_looks_at_what_was_mended_and_may_keep_a_level(cast):
    case = mended(cast)
    review = read_first_again(cast, case)
    second = moderating.again(cast)
    actor = cast.actor(AGAIN)
    with cast.as_(AGAIN):
        claim_second(actor=actor, second_id=second.pk)
        with pytest.raises(Refused, match="LG2"), transaction.atomic():
            hand_in_second(actor=actor, second_id=second.pk)
        kept = SecondEntry("embedded", moderating.SEEN, 1)
        assert save_second_scores(actor=actor, second_id=second.pk, entries={"LG2": kept, "LG1": KEPT}) == 1
        second = hand_in_second(actor=actor, second_id=second.pk)
    assert second.state == "agreed"  # secure and embedded are one level apart: no conversation, and no old word counts
    with cast.as_("lead"):
        assert agreed_of([review.pk]) == {}


def test_a_difference_after_mending_is_settled_anew(cast):
    case = mended(cast)
    review = read_first_again(cast, case, "not_in_place")
    second, actor = moderating.again(cast), cast.actor(AGAIN)
    with cast.as_(AGAIN):
        claim_second(actor=actor, second_id=second.pk)
        save_second_scores(
            actor=actor, second_id=second.pk, entries={"LG2": SecondEntry("embedded", moderating.SEEN, 1)}
        )
        hand_in_second(actor=actor, second_id=second.pk)
    lead = cast.actor("lead")
    with cast.as_("lead"), pytest.raises(Refused, match="no agreed level yet"), transaction.atomic():
        settle(actor=lead, second_id=second.pk)
    page = words(cast.client("lead").get(f"/p/eastmere/moderation/{second.pk}/"))
    assert moderating.WHY not in page
    moderating.agreed(cast, second, "LG2", "partly")
    with cast.as_("lead"):
        settle(actor=lead, second_id=second.pk)
        (found,) = agreed_of([review.pk]).values()
    assert found.level == "partly"


def test_a_claimed_second_reading_waits_again(cast):
    read_once(cast)
    moderating.claim(cast)
    with cast.as_("lead"):
        case = start_case(actor=cast.actor("lead"), **insisting.start(cast))
    insisting.signed_again(cast, case)
    assert moderating.again(cast).state == "waiting"


def test_the_database_lets_what_is_agreed_begin_again_and_nothing_else(cast):
    moderating.settled(cast)
    with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
        SecondReading.objects.update(is_outside=True)
    with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
        SecondReading.objects.update(state="claimed", ended_at=None, agreed_by_id=None)


def test_a_worker_that_comes_late_does_not_open_a_reading_that_is_of_what_stands(cast):
    case = mended(cast)
    review = read_first_again(cast, case)
    with cast.as_("lead"):
        read_again(case_id=case.pk, by=cast.people["chair"].pk)
        review.refresh_from_db()
    assert review.state == "submitted"
    assert moderating.again(cast).state == "waiting"


def test_where_somebody_else_reads_first_in_the_end_that_reading_is_compared(cast):
    case = mended(cast)
    review, lead = insisting.review_of(cast, case), cast.actor("lead")
    with cast.as_("lead"):
        take_back_review(actor=lead, review_id=review.pk, why="Illness.")
    cast.declare(AGAIN, cast.here)
    other = stage.claim(cast, cast.audit, AGAIN)
    assert "Waits for the first reading" in words(cast.client("lead").get("/p/eastmere/moderation/"))
    stage.hand_in(cast, other, AGAIN, read_once=False)
    second = moderating.again(cast)
    assert (second.first_id, second.state) == (other.pk, "waiting")
    assert set(second.first_readers) == {cast.people["reviewer"].pk, cast.people[AGAIN].pk}


def test_nobody_reads_again_what_the_school_is_mending(cast):
    read_once(cast)
    with cast.as_("lead"):
        start_case(actor=cast.actor("lead"), **insisting.start(cast))
    second = moderating.again(cast)
    cast.declare(AGAIN, cast.here)
    page = words(cast.client(AGAIN).get(f"/p/eastmere/moderation/{second.pk}/take/"))
    assert "The school is asked to mend this return." in page
    assert "Start reading again" not in page
    with cast.as_(AGAIN), pytest.raises(Refused, match="asked to mend"):
        claim_second(actor=cast.actor(AGAIN), second_id=second.pk)


def test_what_was_agreed_stands_beside_the_self_rating_and_every_level_can_be_looked_up(cast):
    second = moderating.settled(cast)
    page = words(cast.client("lead").get(f"/p/eastmere/reviews/{second.first_id}/side-by-side/"))
    assert "After a second reading another level was agreed on LG1 (first reader: Partly in place" in page
    page = words(cast.client(AGAIN).get(f"/p/eastmere/moderation/{second.pk}/"))
    assert "Every level of both readings" in page
