"""Who may do what with the register of references."""

from audits.frameworks.models import Framework
from audits.frameworks.policies import may_adopt
from audits.frameworks.references.models import ReferenceDocument
from lscp_portal.tenancy.actor import Actor


def may_keep_references(actor: Actor, _about: ReferenceDocument | Framework | None = None) -> bool:
    """Keep the register, move references of a draft, and record checks: the LSCP lead or an administrator."""
    return may_adopt(actor)
