"""Who may do what with a visit."""

from lscp_portal.tenancy.actor import Actor
from visits.planning.models import Visit

GOING = frozenset({"visitor", "reviewer"})


def may_plan(actor: Actor, visit: Visit | None = None) -> bool:
    """The LSCP lead, while no conflict with the school is declared."""
    clear = visit is None or visit.school_id not in actor.conflicts
    return actor.works_for_area and "lead" in actor.roles and clear


def may_record(actor: Actor, visit: Visit) -> bool:
    """Visit team members and reviewers without a conflict; that they are of this team is asked in the action."""
    return actor.works_for_area and bool(actor.roles & GOING) and visit.school_id not in actor.conflicts


def may_see(actor: Actor, visit: Visit) -> bool:
    """Staff of the partnership without a conflict, and everybody at the school but contributors."""
    if actor.works_for_area:
        return bool(actor.roles) and visit.school_id not in actor.conflicts
    return actor.school_id == visit.school_id and actor.sees_whole_school


def may_list(actor: Actor) -> bool:
    """Staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)


def may_list_at_school(actor: Actor) -> bool:
    """Everybody with a role at the school, but contributors."""
    return actor.sees_whole_school
