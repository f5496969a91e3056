"""Who may do what for a trust. The table stands in tests/trusts."""

from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor


def leads_trust(actor: Actor) -> bool:
    """The safeguarding lead of the trust of the address."""
    return bool(actor.trust_uid) and Role.TRUST_LEAD in actor.roles
