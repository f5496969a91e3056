"""Who may see records that came over, give one, and accept one."""

from lscp_portal.accounts.policies import RUNNING_THE_AREA
from lscp_portal.tenancy.actor import Actor
from schools.register.models import School


def may_see_handovers(actor: Actor) -> bool:
    """All staff of the partnership; one school's papers only without a declared conflict with it."""
    return actor.works_for_area and bool(actor.roles)


def may_read_papers(actor: Actor, school_id: int | None) -> bool:
    """Staff who may read this school's returns. school_id: ours, None while it is not in our register."""
    return may_see_handovers(actor) and school_id not in actor.conflicts


def may_hand_over(actor: Actor, _school: School | None = None) -> bool:
    """The LSCP administrator or lead."""
    return actor.works_for_area and bool(actor.roles & RUNNING_THE_AREA)


def may_accept(actor: Actor) -> bool:
    """The LSCP administrator or lead of the partnership that receives."""
    return may_hand_over(actor)


def may_read_own_record(actor: Actor) -> bool:
    """Everybody with a role at the school of the address, but contributors; the database shows that school's only."""
    return actor.sees_whole_school
