"""Who chases."""

from audits.chasing.models import ChaseLetter, ChasePause, ChaseTask
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor


def may_chase(actor: Actor, _about: Audit | ChasePause | ChaseTask | None = None) -> bool:
    """The LSCP lead: words, pauses, letters held back, calls made."""
    return actor.works_for_area and "lead" in actor.roles


def may_see_chasing(actor: Actor, _about: ChaseLetter | None = None) -> bool:
    """The LSCP lead and administrator, who are asked by schools, and the scrutineer."""
    return actor.works_for_area and bool(actor.roles & {"lead", "administrator", "scrutineer"})
