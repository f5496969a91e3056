"""The matrix of inviting, typed by hand from domain.md 7.2 and the issue: the code must not agree with itself only."""

import pytest

from lscp_portal.accounts.models import Role
from lscp_portal.accounts.policies import may_invite_as
from lscp_portal.tenancy.actor import Actor

AREA_ROLES = {"administrator", "lead", "reviewer", "visitor", "publisher", "analyst", "scrutineer", "trust_lead"}
ALL = AREA_ROLES | {"dsl", "deputy_dsl", "contributor", "head", "chair", "link_governor"}
MAY_INVITE = {
    "administrator": ALL,
    "lead": ALL,
    "reviewer": set(),
    "visitor": set(),
    "publisher": set(),
    "analyst": set(),
    "scrutineer": set(),
    "trust_lead": set(),
    "head": {"dsl", "deputy_dsl", "contributor", "head", "chair", "link_governor"},
    "dsl": {"dsl", "deputy_dsl", "contributor", "head", "link_governor"},
    "deputy_dsl": {"deputy_dsl", "contributor", "link_governor"},
    "contributor": set(),
    "chair": set(),
    "link_governor": set(),
}
HERE, NEXT_DOOR = 11, 12


@pytest.mark.parametrize("who", sorted(ALL))
@pytest.mark.parametrize("role", sorted(ALL))
def test_every_role_invites_whom_the_table_says_and_nobody_else(who, role):
    actor = Actor(person_id=1, name="", tenant_id=7, school_id=None if who in AREA_ROLES else HERE, roles={who})
    place = None if role in AREA_ROLES else HERE
    assert may_invite_as(actor, role=role, school_id=place) == (role in MAY_INVITE[who])


def test_the_table_names_every_role():
    assert set(MAY_INVITE) == set(Role.values)


@pytest.mark.parametrize("who", ["head", "dsl"])
def test_a_school_invites_for_itself_only(who):
    actor = Actor(person_id=1, name="", tenant_id=7, school_id=HERE, roles=frozenset({who}))
    assert not may_invite_as(actor, role="dsl", school_id=NEXT_DOOR)
    assert not may_invite_as(actor, role="lead", school_id=None)


def test_a_head_who_is_also_the_dsl_may_invite_the_chair():
    actor = Actor(person_id=1, name="", tenant_id=7, school_id=HERE, roles=frozenset({"head", "dsl"}))
    assert may_invite_as(actor, role="chair", school_id=HERE)
