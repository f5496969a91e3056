"""Nobody verifies their own work: over random teams, owners and histories, read from the append-only steps."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audits.improvement.actions import change_plan, say_done, start
from audits.improvement.checking import send_back, verify
from audits.improvement.creating import add_own
from audits.improvement.models import Improvement, ImprovementStep
from audits.improvement.types import Asked, Plan
from lscp_portal.workflow import Refused
from tests.audits import improving

AT_SCHOOL = ("dsl", "deputy_dsl", "head", "chair", "link_governor")
IN_AREA = ("reviewer", "visitor", "second_reviewer")
ROLES = st.frozensets(st.sampled_from(AT_SCHOOL), min_size=1, max_size=3)
OWNER = st.sampled_from([*AT_SCHOOL, "a role in words"])
MOVE = st.tuples(
    st.sampled_from([*AT_SCHOOL, *IN_AREA]),
    st.sampled_from(["own", "start", "done", "done", "verify", "verify", "back"]),
    OWNER,
)


def plan_of(cast, owner: str) -> Plan:
    due_on = timezone.localdate() + timedelta(days=40)
    if owner in cast.people:
        return Plan(due_on=due_on, owner_id=cast.people[owner].pk)
    return Plan(due_on=due_on, owner_words="Site manager")


def take(cast, actors, work: Improvement, who: str, step: str, owner: str) -> None:
    """One attempt; refused ones change nothing."""
    actions = {
        "own": (change_plan, {"plan": plan_of(cast, owner)}),
        "start": (start, {}),
        "done": (say_done, {"evidence": improving.SHOWN}),
        "verify": (verify, {"words": improving.SEEN}),
        "back": (send_back, {"words": "Something is missing."}),
    }
    action, more = actions[step]
    try:
        with cast.as_(who):
            action(actor=actors[who], improvement_id=work.pk, **more)
    except (Refused, PermissionDenied):
        pass


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    teams=st.fixed_dictionaries(dict.fromkeys(AT_SCHOOL, ROLES)), is_critical=st.booleans(), first=OWNER,
    history=st.lists(MOVE, min_size=4, max_size=14),
)  # fmt: skip
def test_whoever_had_a_hand_in_it_never_verifies_it(cast, teams, is_critical, first, history):
    for who in ("reviewer", "visitor"):
        if cast.here.pk not in cast.actor(who).cleared:
            cast.declare(who, cast.here)
    actors = {who: cast.actor(who, roles=teams[who]) for who in AT_SCHOOL} | {who: cast.actor(who) for who in IN_AREA}
    with cast.as_("dsl"):
        asked = Asked(what="Put the card at the gate.", indicator_id=cast.indicators["LG1"].pk if is_critical else None)
        work = add_own(actor=cast.actor("dsl"), asked=asked, plan=plan_of(cast, first))
    for who, step, owner in history:
        take(cast, actors, work, who, step, owner)
    with cast.as_("lead"):
        work = Improvement.objects.get(pk=work.pk)
        steps = list(ImprovementStep.objects.filter(improvement=work).order_by("pk"))
    if work.state != Improvement.State.VERIFIED:
        return
    checked = steps[-1]
    assert checked.kind == "verified"
    hands = {step.owner_id for step in steps} | {step.by_id for step in steps if step.kind == "said_done"}
    assert checked.by_id not in hands
    if is_critical:
        assert checked.by_id in {cast.people[who].pk for who in ("reviewer", "visitor")}


@pytest.mark.parametrize("column", ["owner_id", "said_done_by_id"])
def test_the_database_refuses_a_verifier_who_had_a_hand_in_it(cast, column):
    work = improving.own(cast, owner="deputy_dsl")
    improving.brought_to(cast, work, "said_done")
    with cast.as_("dsl"), pytest.raises(DatabaseError), transaction.atomic():
        row = Improvement.objects.get(pk=work.pk)
        Improvement.objects.filter(pk=work.pk).update(
            state="verified", verified_at=timezone.now(), verified_by_id=getattr(row, column), verified_as="chair",
            verified_words="Seen.",
        )  # fmt: skip


def test_the_database_refuses_a_former_owner_and_forgets_no_hand(cast):
    work = improving.own(cast, owner="head", days=40)
    improving.moved(cast, "dsl", change_plan, work, plan=plan_of(cast, "deputy_dsl"))
    improving.brought_to(cast, work, "said_done")
    seen = {"verified_at": timezone.now(), "verified_as": "head", "verified_words": "Seen.", "state": "verified"}
    for change in ({**seen, "verified_by_id": cast.people["head"].pk}, {"hands": [cast.people["deputy_dsl"].pk]}):
        with cast.as_("dsl"), pytest.raises(DatabaseError), transaction.atomic():
            Improvement.objects.filter(pk=work.pk).update(**change)


def test_the_database_lets_no_school_verify_as_the_partnership_nor_withdraw_what_it_was_asked(cast):
    work = improving.asked_for(cast, "LG1")
    improving.brought_to(cast, work, "said_done")
    as_reviewer = {
        "state": "verified", "verified_at": timezone.now(), "verified_by_id": cast.people["chair"].pk,
        "verified_as": "reviewer", "verified_words": "Seen.",
    }  # fmt: skip
    dropped = {
        "state": "withdrawn", "withdrawn_at": timezone.now(), "withdrawn_by_id": cast.people["head"].pk,
        "withdrawn_why": "No.",
    }  # fmt: skip
    for change in (as_reviewer, {**as_reviewer, "verified_as": "chair"}, dropped, {"is_critical": False}):
        with cast.as_("head"), pytest.raises(DatabaseError), transaction.atomic():
            Improvement.objects.filter(pk=work.pk).update(**change)
