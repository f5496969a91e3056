"""Who may see the schools list, and who may keep views of it. Policies run no query."""

from lscp_portal.tenancy.actor import Actor
from reports.schools.models import SavedView
from schools.register.models import School


def may_see_schools(actor: Actor, _school: School | None = None) -> bool:
    """All staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)


def may_keep_views(actor: Actor) -> bool:
    """Whoever sees the list keeps views of it."""
    return may_see_schools(actor)


def may_change_view(actor: Actor, view: SavedView) -> bool:
    """Its maker, also when it is shared."""
    return may_keep_views(actor) and view.person_id == actor.person_id
