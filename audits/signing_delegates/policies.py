"""Who names delegates, and who ends a delegation. Looks at people, never at states, and runs no query."""

from audits.signing_delegates.models import SigningDelegate
from lscp_portal.tenancy.actor import Actor

NAMING = frozenset({"head", "chair"})


def may_name_delegates(actor: Actor) -> bool:
    """The head or the chair of the school of the address: either for both, as one of them may be away."""
    return actor.school_id is not None and bool(actor.roles & NAMING)


def may_end_delegation(actor: Actor, delegate: SigningDelegate) -> bool:
    """The head or the chair of this very school, and the delegate, who need not go on."""
    if actor.school_id != delegate.school_id:
        return False
    return may_name_delegates(actor) or actor.person_id == delegate.person_id
