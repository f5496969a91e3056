"""Who may do what with a cycle."""

from audits.cycles.models import Cycle
from lscp_portal.tenancy.actor import Actor


def may_run_cycles(actor: Actor, _cycle: Cycle | None = None) -> bool:
    """The LSCP lead; an administrator alone may not (domain: who may do what)."""
    return actor.works_for_area and "lead" in actor.roles


def may_see_cycles(actor: Actor, _cycle: Cycle | None = None) -> bool:
    """All staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)
