"""Starting, ending, stepping further: every who and every state, by hand-typed tables."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audits.escalation.actions import resolve_case, start_case, stop_case
from audits.escalation.step_actions import confirm_step, propose_step, take_step, withdraw_step
from audits.escalation.transitions import CASE, CASE_STEP
from tests.audits import asking, correcting, insisting
from tests.audits import review_stage as stage
from tests.audits.outcomes_escalation import CONFIRM, PROPOSE, RESOLVE, START, STOP, TAKE, WITHDRAW


def return_at(cast, state: str) -> None:
    """The cast's return, brought to where START says it stands."""
    if state == "submitted":
        correcting.send_in(cast)
        return
    review = asking.being_read(cast)
    if state in {"reviewed", "feedback issued"}:
        stage.hand_in(cast, review)
    if state == "feedback issued":
        stage.draft(cast, cast.audit)
        stage.issue(cast, cast.audit)
    if state in {"a case is open", "a case was stopped"}:
        with cast.as_("lead"):
            case = start_case(actor=cast.actor("lead"), **insisting.start(cast))
        if state == "a case was stopped":
            insisting.stopped(cast, case)
    if state == "a correction is open":
        correcting.asked(cast)
    if state == "now in conflict":
        cast.declare("lead", cast.here, conflict=True)


@pytest.mark.parametrize(("who", "state", "outcome"), START)
def test_who_may_start_a_case_and_when(cast, who, state, outcome):
    return_at(cast, state)
    assert stage.attempt(cast, who, start_case, **insisting.start(cast)) == outcome


def case_at(cast, state: str):
    """A case in this state, by what people do."""
    case = insisting.started(cast)
    if state.startswith("resubmitted") or state == "resolved":
        case = insisting.signed_again(cast, case)
    if state == "resolved":
        return insisting.resolved(cast, case)
    if state == "stopped":
        return insisting.stopped(cast, case)
    if state in {"stepped_up", "a step waits"}:
        step = insisting.proposed(cast, case)
        if state == "stepped_up":
            insisting.taken(cast, insisting.confirmed(cast, step))
    return case


@pytest.mark.parametrize(("who", "state", "outcome"), RESOLVE)
def test_who_may_resolve_a_case_and_when(cast, who, state, outcome):
    case = case_at(cast, state)
    version = 2 if state in {"resubmitted", "resolved"} else 1
    arguments = {"case_id": case.pk, "why": insisting.WHY, "version": version}
    assert stage.attempt(cast, who, resolve_case, **arguments) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), STOP)
def test_who_may_stop_a_case_and_when(cast, who, state, outcome):
    case = case_at(cast, state)
    assert stage.attempt(cast, who, stop_case, case_id=case.pk, why="Read again.") == outcome


@pytest.mark.parametrize(("who", "state", "has_passed", "outcome"), PROPOSE)
def test_who_may_propose_a_step_and_when(cast, who, state, has_passed, outcome):
    case = case_at(cast, state)
    arguments = {"case_id": case.pk, "proposal": insisting.TO_AUTHORITY}
    if state == "resubmitted and still poor":
        spoil(cast)
    if has_passed:
        with insisting.after_its_day(case):
            found = stage.attempt(cast, who, propose_step, **arguments)
    else:
        found = stage.attempt(cast, who, propose_step, **arguments)
    assert found == outcome


def spoil(cast) -> None:
    """The head is found not to have been the head when the return was signed."""
    membership = cast.memberships["head"]
    membership.starts_on = timezone.localdate() + timedelta(days=1)
    membership.save(update_fields=["starts_on"])


def step_at(cast, state: str):
    """A step in this state, by what people do."""
    step = insisting.proposed(cast, insisting.started(cast))
    if state in {"confirmed", "taken"}:
        step = insisting.confirmed(cast, step)
    if state == "taken":
        step = insisting.taken(cast, step)
    if state == "withdrawn":
        step = insisting.withdrawn(cast, step)
    return step


def attempted(cast, step, who, action, **arguments):
    with insisting.after_its_day(step.case):
        return stage.attempt(cast, who, action, step_id=step.pk, **arguments)


@pytest.mark.parametrize(("who", "state", "outcome"), CONFIRM)
def test_who_may_confirm_a_step_and_when(cast, who, state, outcome):
    step = step_at(cast, state)
    if who == "administrator in conflict":
        who = "administrator"
        cast.declare(who, cast.here, conflict=True)
    assert attempted(cast, step, who, confirm_step) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), TAKE)
def test_who_may_take_a_step_and_when(cast, who, state, outcome):
    step = step_at(cast, state)
    with insisting.after_its_day(step.case):
        day = timezone.localdate()
    assert attempted(cast, step, who, take_step, taken_on=day) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), WITHDRAW)
def test_who_may_withdraw_a_step_and_when(cast, who, state, outcome):
    assert attempted(cast, step_at(cast, state), who, withdraw_step, why="The school has written.") == outcome


def test_every_transition_and_every_state_has_typed_outcomes():
    steps = {"confirm": CONFIRM, "take": TAKE, "withdraw": WITHDRAW}
    assert CASE_STEP.transitions.keys() == steps.keys()
    for table in steps.values():
        assert {state for _who, state, _outcome in table} <= set(CASE_STEP.turns)
    assert CASE.transitions.keys() == {"resubmit", "step_up", "resolve", "stop"}
    assert {state for _who, state, _outcome in RESOLVE} >= set(CASE.turns)
