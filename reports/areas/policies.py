"""Who may do what with an area summary."""

from lscp_portal.tenancy.actor import Actor
from reports.areas.models import AreaSummary


def may_see_area(actor: Actor, _summary: AreaSummary | None = None) -> bool:
    """All staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)


def may_freeze(actor: Actor, _summary: AreaSummary | None = None) -> bool:
    """The analyst or the lead."""
    return actor.works_for_area and bool(actor.roles & {"analyst", "lead"})


def may_publish_area(actor: Actor, summary: AreaSummary) -> bool:
    """The lead or a publisher, and never the person who froze it."""
    return (
        actor.works_for_area and bool(actor.roles & {"lead", "publisher"}) and actor.person_id != summary.frozen_by_id
    )
