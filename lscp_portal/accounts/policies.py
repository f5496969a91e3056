"""Who may see people, invite them, and say that somebody has left. The matrix stands in tests/accounts."""

from lscp_portal.accounts.models import SCHOOL_ROLES, Invitation, Membership, Role
from lscp_portal.tenancy.actor import Actor

RUNNING_THE_AREA = frozenset({Role.ADMINISTRATOR, Role.LEAD})
KEEPING_THE_SCHOOL = frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL})
ASKED_BY_DEPUTY = frozenset({Role.DEPUTY_DSL, Role.CONTRIBUTOR, Role.LINK_GOVERNOR})


def may_see_people(actor: Actor) -> bool:
    """Everybody who works in a place may know who else does."""
    return bool(actor.roles)


def may_invite_somebody(actor: Actor) -> bool:
    """LSCP administrator and lead; head, DSL and deputy DSL of a school."""
    return bool(actor.roles & (RUNNING_THE_AREA if actor.works_for_area else KEEPING_THE_SCHOOL))


def may_invite_as(actor: Actor, *, role: str, school_id: int | None) -> bool:
    """The partnership invites for every role; a school for its own, but the DSL never the chair.

    The chair signs what the DSL wrote: a DSL who could choose the chair's address could sign for both. A deputy
    chooses the address of nobody who signs.
    """
    if actor.works_for_area:
        return bool(actor.roles & RUNNING_THE_AREA)
    if school_id != actor.school_id or role not in SCHOOL_ROLES:
        return False
    if Role.HEAD in actor.roles:
        return True
    as_dsl, as_deputy = Role.DSL in actor.roles, Role.DEPUTY_DSL in actor.roles
    return (as_dsl and role != Role.CHAIR) or (as_deputy and role in ASKED_BY_DEPUTY)


def may_manage_invitation(actor: Actor, invitation: Invitation) -> bool:
    """Send it again or take it back: whoever may invite for that role and place."""
    return may_invite_as(actor, role=invitation.role, school_id=invitation.school_id)


def may_end(actor: Actor, membership: Membership) -> bool:
    """Say that somebody has left: whoever may invite for that role and place."""
    return may_invite_as(actor, role=membership.role, school_id=membership.school_id)
