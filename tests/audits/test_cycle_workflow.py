"""Opening, closing, re-opening and completing a cycle: who may, and when."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from audits.cycles import actions
from audits.cycles.models import Cycle
from audits.cycles.queries import current_cycle, cycle_page
from audits.cycles.transitions import CYCLE
from audits.cycles.types import AuditFilter, CycleExists
from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.workflow import Refused
from tests.audits.outcomes_cycle import DENIED, LEAD
from tests.audits.planning import plan_of

STATES = ("planned", "open", "closed", "complete")
ACTIONS = {
    "open": actions.open_cycle,
    "close": actions.close_cycle,
    "reopen": actions.reopen_cycle,
    "complete": actions.complete_cycle,
    "invite_missing": actions.invite_missing,
}


def cycle_in(cast, state, year=2026):
    """A light-year cycle that came to this state the real way."""
    lead = cast.actor("lead")
    with cast.as_("lead"):
        cycle = actions.plan_cycle(actor=lead, plan=plan_of(cast.framework, mode="core", year=year))
        for step in ("open", "close", "complete")[: STATES.index(state)]:
            ACTIONS[step](actor=lead, cycle_id=cycle.pk)
        return Cycle.objects.get(pk=cycle.pk)


def outcome(cast, who, action, cycle):
    actor = cast.actor(who)
    with scope(area_scope(cast.partnership.pk, person=actor.person_id)):
        try:
            ACTIONS[action](actor=actor, cycle_id=cycle.pk)
        except PermissionDenied:
            return "denied"
        except Refused as refused:
            return "refused" if all(blocker.sentence.endswith(".") for blocker in refused.blockers) else "unsaid"
        return Cycle.objects.get(pk=cycle.pk).state


@pytest.mark.parametrize("state", STATES)
def test_what_the_lead_may_do_and_when(cast, state):
    for year, action in enumerate(ACTIONS, start=2027):
        found = outcome(cast, "lead", action, cycle_in(cast, state, year))
        assert (action, found) == (action, LEAD[action, state])


@pytest.mark.parametrize("state", STATES)
def test_nobody_else_may_do_anything_with_a_cycle(cast, state):
    cycle = cycle_in(cast, state)
    found = {(who, action): outcome(cast, who, action, cycle) for who in DENIED for action in ACTIONS}
    assert {key: value for key, value in found.items() if value != "denied"} == {}


def test_the_table_typed_by_hand_names_every_transition_state_and_role():
    names = set(CYCLE.transitions) | {"invite_missing"}
    assert set(LEAD) == {(name, state) for name in names for state in Cycle.State.values}
    assert set(DENIED) | {"lead"} == set(Role.values)
    assert set(ACTIONS) == names


def test_a_cycle_of_another_partnership_is_not_there(cast):
    actor = cast.actor("elsewhere_lead")
    for action in ACTIONS.values():
        with cast.as_("elsewhere_lead"), pytest.raises(Cycle.DoesNotExist):
            action(actor=actor, cycle_id=cast.cycle.pk)


@pytest.mark.parametrize("who", ["administrator", "reviewer", "head"])
def test_only_the_lead_plans(cast, who):
    actor = cast.actor(who)
    with scope(area_scope(cast.partnership.pk)), pytest.raises(PermissionDenied):
        actions.plan_cycle(actor=actor, plan=plan_of(cast.framework, mode="core"))


def test_one_cycle_of_a_kind_a_year(cast):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        with pytest.raises(CycleExists):
            actions.plan_cycle(actor=lead, plan=plan_of(cast.framework, mode="full", year=2026))
        assert actions.plan_cycle(actor=lead, plan=plan_of(cast.framework, mode="full", year=2027)).state == "planned"


def test_every_step_is_in_the_trail(cast):
    cycle_in(cast, "complete")
    with cast.as_("lead"), connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM lscp.trail_event WHERE kind LIKE 'cycle.%' ORDER BY sequence")
        assert [kind for (kind,) in cursor.fetchall()] == [
            "cycle.planned",
            "cycle.opened",
            "cycle.close",
            "cycle.complete",
        ]


def test_the_current_cycle_is_the_open_one(cast):
    cycle_in(cast, "planned")
    with cast.as_("lead"):
        assert current_cycle() == cast.cycle
        Cycle.objects.filter(pk=cast.cycle.pk).update(state="closed")
        assert current_cycle() == cast.cycle


def test_the_page_offers_what_the_person_may_do(cast):
    for who, offered in (("lead", {"close"}), ("administrator", set()), ("reviewer", set())):
        actor = cast.actor(who)
        with cast.as_(who):
            page = cycle_page(actor=actor, cycle_id=cast.cycle.pk, wanted=AuditFilter())
        assert page.offered == offered
