"""Who decides about changes of the register."""

from lscp_portal.tenancy.actor import Actor
from schools.changes.models import Proposal


def may_decide(actor: Actor, _proposal: Proposal | None = None) -> bool:
    """The LSCP administrator or lead."""
    return actor.works_for_area and bool(actor.roles & {"administrator", "lead"})


def comes_with_an_import(actor: Actor | None, _proposal: Proposal | None = None) -> bool:
    """Whoever imports; nobody stands for the operator's command."""
    return actor is None or may_decide(actor)
