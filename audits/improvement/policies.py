"""Who may do what with an improvement. Looks at people, never at states, and runs no query.

Whoever had a hand in it never verifies it; a critical one is verified by the partnership only (domain.md 7.2).
"""

from collections.abc import Collection
from typing import Protocol

from audits.improvement.models import BY_GOVERNORS, BY_PARTNERSHIP
from audits.lifecycle.policies import READING
from lscp_portal.tenancy.actor import Actor
from schools.register.models import School

PLANNING = frozenset({"dsl", "deputy_dsl", "head"})
SENIOR = ("head", "dsl", "deputy_dsl")


class OfSchool(Protocol):
    """An improvement, or whatever belongs to a school."""

    @property
    def school_id(self) -> int: ...


class Owned(OfSchool, Protocol):
    """An improvement, or a page's copy of one."""

    @property
    def owner_id(self) -> int | None: ...


class Work(Owned, Protocol):
    """An improvement with what decides who verifies it."""

    @property
    def is_critical(self) -> bool: ...
    @property
    def hands(self) -> Collection[int]: ...


class Asking(OfSchool, Protocol):
    """An improvement with who asked for it."""

    @property
    def is_asked(self) -> bool: ...


def may_add(actor: Actor) -> bool:
    """DSL, deputy or head put something on their school's own plan."""
    return actor.school_id is not None and bool(actor.roles & PLANNING)


def may_see(actor: Actor, work: Owned) -> bool:
    """Whoever reads the school's list, and its owner; staff of the partnership without a conflict."""
    if actor.works_for_area:
        return may_see_lists(actor) and work.school_id not in actor.conflicts
    return actor.school_id == work.school_id and (actor.sees_whole_school or _owns(actor, work))


def may_plan(actor: Actor, work: OfSchool) -> bool:
    """DSL, deputy or head of this very school say who does it and by when."""
    return actor.school_id == work.school_id and bool(actor.roles & PLANNING)


def may_work(actor: Actor, work: Owned) -> bool:
    """Its owner, and whoever plans, say that it has begun and that it is done."""
    return may_plan(actor, work) or (actor.school_id == work.school_id and _owns(actor, work))


def may_verify(actor: Actor, work: Work) -> bool:
    """Somebody who never owned it or said it was done: the partnership, or, unless it is critical, the school.

    From the partnership a reviewer or visitor who has declared to have no conflict; from the school a governor, or
    another senior where a person, not only a role, is its owner.
    """
    return actor.person_id not in work.hands and bool(verifies_as(actor, work))


def verifies_as(actor: Actor, work: Work) -> str:
    """The role in which this person would verify it; "" for none. Hands apart."""
    if actor.works_for_area:
        roles: tuple[str, ...] = BY_PARTNERSHIP if work.school_id in actor.cleared else ()
    elif work.is_critical or actor.school_id != work.school_id:
        roles = ()
    else:
        roles = BY_GOVERNORS + (SENIOR if work.owner_id else ())
    return next((role for role in roles if role in actor.roles), "")


def may_withdraw(actor: Actor, work: Asking) -> bool:
    """What the partnership asked for: the LSCP lead without a conflict. The own plan: the head of this school."""
    if work.is_asked:
        return actor.works_for_area and "lead" in actor.roles and work.school_id not in actor.conflicts
    return actor.school_id == work.school_id and "head" in actor.roles


def may_see_lists(actor: Actor) -> bool:
    """Staff of the partnership who read returns."""
    return actor.works_for_area and bool(actor.roles & READING)


def may_see_school(actor: Actor, school: School) -> bool:
    """Staff of the partnership who read returns, while no conflict with this school is declared."""
    return may_see_lists(actor) and school.pk not in actor.conflicts


def may_ask_after_visit(actor: Actor, visit: OfSchool) -> bool:
    """The lead, or a reviewer or visit team member, while no conflict with the school is declared."""
    asks = bool(actor.roles & {"lead", *BY_PARTNERSHIP})
    return actor.works_for_area and asks and visit.school_id not in actor.conflicts


def _owns(actor: Actor, work: Owned) -> bool:
    return work.owner_id is not None and work.owner_id == actor.person_id
