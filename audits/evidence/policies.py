"""Who may do what with evidence. Policies look at people, never at states, and run no query."""

from audits.evidence.models import EvidenceFile, EvidenceItem
from audits.lifecycle.policies import ANSWERING, AT_SCHOOL
from lscp_portal.tenancy.actor import Actor

Owned = EvidenceItem | EvidenceFile


def may_see_evidence(actor: Actor, row: Owned) -> bool:
    """Anybody with a role at this very school."""
    return actor.school_id == row.school_id and bool(actor.roles & AT_SCHOOL)


def may_give_evidence(actor: Actor, row: Owned) -> bool:
    """DSL, deputy, contributor or link governor of this very school."""
    return actor.school_id == row.school_id and bool(actor.roles & ANSWERING)


def may_see_decision(actor: Actor) -> bool:
    """All staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)


def may_decide_uploads(actor: Actor) -> bool:
    """The LSCP lead; an administrator alone may not."""
    return actor.works_for_area and "lead" in actor.roles


def is_the_system(actor: Actor | None, _file: EvidenceFile) -> bool:
    """No person calls a file clean: the worker does, after it has looked."""
    return actor is None
