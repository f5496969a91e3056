"""Who gives parts of an audit to others. Looks at people, never at states, and runs no query."""

from audits.delegation.models import Assignment
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor

GIVING = frozenset({"dsl", "deputy_dsl"})


def gives_parts(actor: Actor) -> bool:
    """DSL or deputy of the school of the address."""
    return actor.school_id is not None and bool(actor.roles & GIVING)


def may_give(actor: Actor, about: Audit | Assignment) -> bool:
    """DSL or deputy of this very school."""
    return actor.school_id == about.school_id and bool(actor.roles & GIVING)
