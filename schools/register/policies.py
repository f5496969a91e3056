"""Who may do what with the register of schools."""

from lscp_portal.tenancy.actor import Actor
from schools.register.models import School


def may_import(actor: Actor) -> bool:
    """The LSCP administrator or lead."""
    return actor.works_for_area and bool(actor.roles & {"administrator", "lead"})


def may_see_schools(actor: Actor, _school: School | None = None) -> bool:
    """All staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)
