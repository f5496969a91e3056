"""Who may do what with frameworks."""

from lscp_portal.tenancy.actor import Actor


def may_adopt(actor: Actor) -> bool:
    """The LSCP lead or an administrator."""
    return actor.school_id is None and bool(actor.roles & {"lead", "administrator"})


def may_see_frameworks(actor: Actor) -> bool:
    """All staff of the partnership."""
    return actor.school_id is None and bool(actor.roles)
