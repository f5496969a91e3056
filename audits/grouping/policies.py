"""Who may do what with a group."""

from audits.cycles.models import CycleGroup
from audits.cycles.policies import may_run_cycles
from lscp_portal.tenancy.actor import Actor


def may_run_groups(actor: Actor, _group: CycleGroup | None = None) -> bool:
    """Whoever runs the cycle."""
    return may_run_cycles(actor)
