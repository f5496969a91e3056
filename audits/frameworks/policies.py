"""Who may do what with frameworks."""

from audits.frameworks.models import Framework
from lscp_portal.tenancy.actor import Actor

SCHOOL_READERS = frozenset({"dsl", "deputy_dsl", "head", "chair", "link_governor"})


def may_adopt(actor: Actor) -> bool:
    """The LSCP lead or an administrator."""
    return actor.works_for_area and bool(actor.roles & {"lead", "administrator"})


def may_adopt_unchanged(actor: Actor | None, _framework: Framework | None = None) -> bool:
    """Who may adopt; None is the operator's command."""
    return actor is None or may_adopt(actor)


def may_see_frameworks(actor: Actor) -> bool:
    """All staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)


def may_edit_framework(actor: Actor, _framework: Framework | None = None) -> bool:
    """Draft it and ask for comments: the LSCP lead or an administrator."""
    return may_adopt(actor)


def may_publish_framework(actor: Actor, _framework: Framework | None = None) -> bool:
    """Publish and retire: the LSCP lead; an administrator alone may not, and no school or reviewer."""
    return actor.works_for_area and "lead" in actor.roles


def may_comment_for_school(actor: Actor, _framework: Framework | None = None) -> bool:
    """The people who answer for the school: its safeguarding lead, head, chair and link governor."""
    return actor.school_id is not None and bool(actor.roles & SCHOOL_READERS)
