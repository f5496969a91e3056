"""Who keeps the term dates."""

from lscp_portal.tenancy.actor import Actor
from schools.holidays.models import SchoolHoliday


def may_keep_holidays(actor: Actor, _holiday: SchoolHoliday | None = None) -> bool:
    """The LSCP administrator or lead."""
    return actor.works_for_area and bool(actor.roles & {"administrator", "lead"})


def may_see_holidays(actor: Actor) -> bool:
    """All staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)
