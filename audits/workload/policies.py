"""Who sees the workload."""

from lscp_portal.tenancy.actor import Actor


def may_see_workload(actor: Actor) -> bool:
    """The LSCP lead, who shares the returns out."""
    return actor.works_for_area and "lead" in actor.roles
