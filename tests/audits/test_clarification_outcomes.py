"""Asking, answering, withdrawing, going on: every who and every state, by hand-typed tables."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.utils import timezone

from audits.clarification.actions import send_round, withdraw_question
from audits.clarification.closing import lapse
from audits.clarification.models import ClarificationQuestion, ClarificationRound
from audits.clarification.queries import mark_of, written_in
from audits.clarification.rules import due_by_itself
from audits.clarification.school_actions import save_answers, send_answers
from audits.clarification.transitions import CLARIFICATION
from audits.clarification.types import AnswerEntry
from audits.review.actions import hand_in_review
from lscp_portal.accounts.models import PARTNERSHIP_ROLES, SCHOOL_ROLES
from lscp_portal.workflow import Refused
from tests.audits import asking
from tests.audits import review_stage as stage
from tests.audits.outcomes_clarification import ANSWER, DRAFT, HAND_IN, LAPSE, SEND, WITHDRAW_LAST


def two_answered(cast, review):
    for _round in range(2):
        asking.answered(cast, asking.asked(cast, review))


def one_withdrawn(cast, review):
    asking.asked(cast, review)
    for number in (1, 2):
        asking.withdrawn(cast, review, number)


BEFORE = {  # what SEND calls what is written and sent already
    "a round with the school": asking.asked,
    "one round answered": lambda cast, review: asking.answered(cast, asking.asked(cast, review)),
    "one round lapsed": lambda cast, review: asking.lapsed(cast, asking.asked(cast, review)),
    "one round withdrawn": one_withdrawn,
    "two rounds answered": two_answered,
    "handed in": stage.hand_in,
}


def rounds_at(cast, review, state: str) -> None:
    BEFORE.get(state, lambda _cast, _review: None)(cast, review)
    if state not in {"nothing", "handed in"}:
        asking.wrote(cast, review)
    if state == "now in conflict":
        cast.declare("reviewer", cast.here, conflict=True)


@pytest.mark.parametrize(("who", "state", "outcome"), SEND)
def test_who_may_send_a_round_and_when(cast, who, state, outcome):
    review = asking.being_read(cast)
    rounds_at(cast, review, state)
    if who == "second_reviewer":
        cast.declare(who, cast.here)
    with cast.as_("reviewer"):
        read = mark_of(written_in(review_id=review.pk))
    due_on = due_by_itself(timezone.localdate(), closed=())
    assert stage.attempt(cast, who, send_round, review_id=review.pk, due_on=due_on, read=read) == outcome


def round_at(cast, state: str) -> ClarificationRound:
    """One round with one question, in this state; “one has no answer” has two questions."""
    review = asking.being_read(cast)
    asking.wrote(cast, review, ("LG2", asking.LOG), *([("", asking.BOARD)] if state == "one has no answer" else []))
    round_ = asking.sent(cast, review)
    if state in {"lapsed", "closed"}:
        asking.lapsed(cast, round_)
    if state == "answered":
        asking.answered(cast, round_)
    if state == "withdrawn":
        asking.withdrawn(cast, review, 1)
    if state == "closed":
        with asking.after_its_day(round_):
            stage.hand_in(cast, review)
    return round_


def entries(cast, round_, state: str) -> dict[int, AnswerEntry]:
    with cast.as_("dsl"):
        keys = ClarificationQuestion.objects.filter(round=round_).order_by("number").values_list("pk", flat=True)
        asked = list(keys)
    return {key: AnswerEntry(asking.SAID) for key in (asked[:1] if state == "one has no answer" else asked)}


@pytest.mark.parametrize(("who", "state", "outcome"), ANSWER)
def test_who_may_send_answers_and_when(cast, who, state, outcome):
    round_ = round_at(cast, state)
    said = entries(cast, round_, state)
    assert stage.attempt(cast, who, send_answers, round_id=round_.pk, entries=said) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), DRAFT)
def test_who_may_keep_drafts_and_when(cast, who, state, outcome):
    round_ = round_at(cast, state)
    said = entries(cast, round_, state)
    assert stage.attempt(cast, who, save_answers, round_id=round_.pk, entries=said) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), WITHDRAW_LAST)
def test_who_may_withdraw_the_last_question_and_when(cast, who, state, outcome):
    round_ = round_at(cast, state)
    if who == "second_reviewer":
        cast.declare(who, cast.here)
    actor = cast.actor(who)
    with cast.as_("lead"):
        question = ClarificationQuestion.objects.get(round=round_)
    arguments = {"review_id": question.review_id, "question_id": question.pk, "reason": "Found it."}
    try:
        with cast.as_(who):
            withdraw_question(actor=actor, **arguments)
        found = asking.standing(cast, round_)
    except (PermissionDenied, Refused, ObjectDoesNotExist) as refusal:
        found = type(refusal)
    assert found == outcome


@pytest.mark.parametrize(("state", "has_passed", "outcome"), LAPSE)
def test_when_the_clock_says_that_no_answer_came(cast, state, has_passed, outcome):
    round_ = round_at(cast, state)
    if not has_passed:
        with cast.as_("lead"), pytest.raises(outcome):
            lapse(round_id=round_.pk)
        return
    with asking.after_its_day(round_), cast.as_("lead"):
        lapse(round_id=round_.pk)
    assert asking.standing(cast, round_) == outcome


@pytest.mark.parametrize(("state", "has_passed", "outcome", "then"), HAND_IN)
def test_when_a_reading_with_questions_may_be_handed_in(cast, state, has_passed, outcome, then):
    if state == "written, not sent":
        review, round_ = asking.being_read(cast), None
        asking.wrote(cast, review)
    else:
        round_ = round_at(cast, state)
        with cast.as_("lead"):
            review = round_.review
    stage.score_all(cast, review)
    if has_passed:
        with asking.after_its_day(round_):
            found = stage.attempt(cast, "reviewer", hand_in_review, review_id=review.pk)
    else:
        found = stage.attempt(cast, "reviewer", hand_in_review, review_id=review.pk)
    assert found == outcome
    assert then is None or asking.standing(cast, round_) == then


def test_every_transition_and_every_role_has_typed_outcomes():
    tables = {"answer": ANSWER, "lapse": LAPSE, "withdraw": WITHDRAW_LAST, "close": HAND_IN}
    assert CLARIFICATION.transitions.keys() == tables.keys()
    assert {who for who, *_rest in SEND} >= set(PARTNERSHIP_ROLES)
    assert {who for who, *_rest in ANSWER} >= set(SCHOOL_ROLES)
    assert {state for _who, state, _outcome in ANSWER} >= set(CLARIFICATION.turns)
