"""Who may decide what kind of school a school is."""

from lscp_portal.accounts.policies import RUNNING_THE_AREA
from lscp_portal.tenancy.actor import Actor
from schools.register.models import School


def may_decide_kind(actor: Actor, _school: School | None = None) -> bool:
    """The LSCP administrator or lead."""
    return actor.works_for_area and bool(actor.roles & RUNNING_THE_AREA)
