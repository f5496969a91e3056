"""Steps every action on an audit begins with."""

from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AUDIT
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record


def locked_audit(*, audit_id: int) -> Audit:
    """The audit, locked until the transaction ends, so that answers and signatures of one audit come one by one.

    Its cycle comes with it. In its own statement: what is read after it is what the one before left. Raises
    Audit.DoesNotExist.
    """
    rows = Audit.objects.select_for_update(of=("self",), no_key=True).select_related("cycle")
    audit: Audit = rows.get(pk=audit_id)
    return audit


def start_if_invited(*, actor: Actor, audit: Audit) -> None:
    """The first thing a school saves starts its audit. The caller holds the lock. Two statements, once an audit."""
    if audit.state == Audit.State.INVITED:
        AUDIT.move("start", audit, actor)
        audit.save(update_fields=["state"])
        record(actor, "audit.started", audit)
