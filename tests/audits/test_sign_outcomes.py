"""The audit's workflow against the outcomes typed by hand, and the walk through every state by the real route."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from audits.answers.types import AuditClosed
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AUDIT
from audits.signoff.actions import NO_BOARD, Board, give_back, sign
from lscp_portal.accounts.models import Role
from lscp_portal.workflow import Refused
from tests.audits.answering import LOW, MINUTE, ready, save, sign_as, state_of, today
from tests.audits.outcomes_audit import COLUMNS, DENIED, FROM_TO, GIVING_BACK, SAVING, SIGNING, WHO_MAY
from tests.people import Cast

S = Audit.State


def at(cast: Cast, state: str) -> None:
    """Bring the cast's audit to `state` by what people do."""
    if state == S.INVITED:
        return
    ready(cast)
    for step, reached in (("dsl", S.INTERNAL_CHECK), ("head", S.HEAD_SIGNED), ("chair", S.SUBMITTED)):
        if state_of(cast) != state:
            sign_as(cast, step)
            assert state_of(cast) == reached


def outcome_of(do) -> str:
    """The name of what was raised, or of what was reached."""
    try:
        return do()
    except (PermissionDenied, Refused, AuditClosed) as refusal:
        return type(refusal).__name__


def test_every_transition_and_every_role_is_in_the_typed_table():
    assert set(WHO_MAY) == set(FROM_TO) == set(AUDIT.transitions)
    assert set(COLUMNS) == set(Role)
    assert all(len(marks.split()) == len(COLUMNS) for marks in WHO_MAY.values())


@pytest.mark.parametrize("name", FROM_TO)
def test_each_transition_leads_where_the_table_says(name):
    source, target = FROM_TO[name]
    assert AUDIT.transitions[name].sources == {source}
    assert AUDIT.transitions[name].target == target


@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_may_make_exactly_the_transitions_of_its_column(cast, role):
    cast.declare("reviewer", cast.here)
    actor = cast.actor(role.value)
    allowed = {name for name, row in AUDIT.transitions.items() if row.may(actor, cast.audit)}
    assert allowed == {name for name, marks in WHO_MAY.items() if marks.split()[COLUMNS.index(role)] == "y"}


@pytest.mark.parametrize("place", ["next_door", "elsewhere"])
@pytest.mark.parametrize("role", ["dsl", "contributor", "head", "chair", "link_governor"])
def test_nobody_of_another_school_may_make_any_transition(cast, place, role):
    actor = cast.actor(f"{place}_{role}")
    assert not [name for name, row in AUDIT.transitions.items() if row.may(actor, cast.audit)]


def test_a_declared_conflict_or_none_declared_closes_review_and_feedback(cast):
    undeclared = cast.actor("reviewer")
    in_conflict = replace(cast.actor("lead"), conflicts=frozenset({cast.here.pk}))
    for actor in (undeclared, in_conflict):
        assert not [name for name, row in AUDIT.transitions.items() if row.may(actor, cast.audit)]


@pytest.mark.parametrize(("who", "step", "state", "outcome"), SIGNING)
def test_who_may_sign_as_whom_and_when(cast, who, step, state, outcome):
    at(cast, state)

    def do() -> str:
        with cast.as_(who):
            board = Board(today(), MINUTE) if step == "chair" else NO_BOARD
            sign(actor=cast.actor(who), audit_id=cast.audit.pk, step=step, board=board)
        return state_of(cast)

    assert outcome_of(do) == outcome


@pytest.mark.parametrize(("who", "step", "state", "outcome"), GIVING_BACK)
def test_who_may_give_back_and_when(cast, who, step, state, outcome):
    at(cast, state)

    def do() -> str:
        with cast.as_(who):
            give_back(actor=cast.actor(who), audit_id=cast.audit.pk, step=step, comment="Look at LG2 again.")
        return state_of(cast)

    assert outcome_of(do) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), SAVING)
def test_who_may_save_an_answer_and_when(cast, who, state, outcome):
    at(cast, state)
    read = 0 if state == S.INVITED else 1
    assert outcome_of(lambda: save(cast, who, "LG1", LOW, read=read) and "saved") == outcome
    assert (outcome == DENIED) or state_of(cast) == (S.IN_PROGRESS if outcome == "saved" else state)
