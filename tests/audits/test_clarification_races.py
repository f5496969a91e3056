"""Two clicks at the same moment on questions: one success, one plain refusal. On real connections."""

import pytest
from django.utils import timezone

from audits.clarification.actions import send_round, withdraw_question
from audits.clarification.models import ClarificationAnswer, ClarificationQuestion, ClarificationRound
from audits.clarification.queries import mark_of, written_in
from audits.clarification.rules import due_by_itself
from audits.clarification.school_actions import send_answers
from audits.review.actions import hand_in_review
from lscp_portal.workflow import Refused
from tests.audits import asking
from tests.audits import review_stage as stage
from tests.audits.test_review_races import at_once


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def test_two_windows_that_send_the_same_round_send_it_once(cast):
    review = asking.being_read(cast)
    asking.wrote(cast, review)
    with cast.as_("reviewer"):
        read = mark_of(written_in(review_id=review.pk))
    sending = {"review_id": review.pk, "due_on": due_by_itself(timezone.localdate(), closed=()), "read": read}
    click = ("reviewer", send_round, sending)
    assert at_once(cast, click, click) == {"done": 1, Refused: 1}
    with cast.as_("lead"):
        assert ClarificationRound.objects.count() == 1
        numbers = ClarificationQuestion.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 2]


def test_answering_while_the_reader_withdraws_leaves_one_of_both(cast):
    review = asking.being_read(cast)
    asking.wrote(cast, review, ("LG2", asking.LOG))
    asked = asking.sent(cast, review)
    said = asking.entries_for(cast, asked)
    withdrawing = {"review_id": review.pk, "question_id": next(iter(said)), "reason": "Found it."}
    found = at_once(
        cast,
        ("dsl", send_answers, {"round_id": asked.pk, "entries": said}),
        ("reviewer", withdraw_question, withdrawing),
    )
    assert found == {"done": 1, Refused: 1}
    with cast.as_("lead"):
        is_answered = ClarificationAnswer.objects.exists()
        is_withdrawn = ClarificationQuestion.objects.filter(withdrawn_at__isnull=False).exists()
    assert is_answered is not is_withdrawn
    assert asking.standing(cast, asked) == ("answered" if is_answered else "withdrawn")


def test_two_people_of_the_school_send_once(cast):
    asked = asking.asked(cast, asking.being_read(cast))
    said = {"round_id": asked.pk, "entries": asking.entries_for(cast, asked)}
    found = at_once(cast, ("dsl", send_answers, said), ("deputy_dsl", send_answers, said))
    assert found == {"done": 1, Refused: 1}


def test_a_late_answer_and_handing_in_at_once_leave_one_state(cast):
    review = asking.being_read(cast)
    asked = asking.asked(cast, review)
    stage.score_all(cast, review)
    with asking.after_its_day(asked):
        found = at_once(
            cast,
            ("dsl", send_answers, {"round_id": asked.pk, "entries": asking.entries_for(cast, asked)}),
            ("reviewer", hand_in_review, {"review_id": review.pk}),
        )
    assert found == {"done": 1, Refused: 1}  # answered: LG2 has to be read again; handed in: nothing is taken any more
    assert asking.standing(cast, asked) in {"answered", "closed"}
