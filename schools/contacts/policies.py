"""Who may confirm a school's people, and who may mend them. The table stands in tests/contacts."""

from lscp_portal.accounts.models import Role
from lscp_portal.accounts.policies import KEEPING_THE_SCHOOL, RUNNING_THE_AREA, may_see_people
from lscp_portal.tenancy.actor import Actor

__all__ = [
    "may_confirm", "may_keep_school", "may_mend", "may_see_all_people", "may_see_people", "may_state_vacancy",
]  # fmt: skip


def may_see_all_people(actor: Actor) -> bool:
    """All staff of the partnership, for all its schools."""
    return actor.works_for_area and bool(actor.roles)


def may_confirm(actor: Actor, *, school_id: int) -> bool:
    """The head of this very school; the LSCP administrator or lead only to repair, with a reason."""
    if actor.works_for_area:
        return bool(actor.roles & RUNNING_THE_AREA)
    return actor.school_id == school_id and Role.HEAD in actor.roles


def may_keep_school(actor: Actor) -> bool:
    """Head, DSL and deputy of the school of the address."""
    return actor.school_id is not None and bool(actor.roles & KEEPING_THE_SCHOOL)


def may_state_vacancy(actor: Actor, *, school_id: int) -> bool:
    """Who keeps the school's people; the LSCP administrator or lead to repair."""
    return may_mend(actor) or (may_keep_school(actor) and actor.school_id == school_id)


def may_mend(actor: Actor) -> bool:
    """The LSCP administrator or lead."""
    return actor.works_for_area and bool(actor.roles & RUNNING_THE_AREA)
