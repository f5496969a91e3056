"""Who may give more time, and who may ask for it."""

from audits.extensions.models import ExtensionRequest
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor

ASKING = frozenset({"dsl", "head", "chair"})


def may_extend(actor: Actor, _about: Audit | ExtensionRequest | None = None) -> bool:
    """The LSCP lead runs the cycle and its dates."""
    return actor.works_for_area and "lead" in actor.roles


def may_ask_for_time(actor: Actor, _audit: Audit | None = None) -> bool:
    """DSL, head or chair of the school of the address; the scope shows that school's audits only."""
    return actor.school_id is not None and bool(actor.roles & ASKING)
