"""Making a partnership: the operator's work, before anybody of it has an account."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from lscp_portal.tenancy.models import Partnership, PartnershipAuthority
from lscp_portal.trail.recording import record_identity


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority of the partnership: its three-digit code, its name, and its code in open data if known."""

    la_code: str
    la_name: str
    gss_code: str = ""


@transaction.atomic
def create_partnership(*, partnership: Partnership, authorities: Sequence[Authority]) -> Partnership:
    """Keep a new partnership with its local authorities. Outside any scope. Raises ValidationError."""
    if not authorities:
        raise ValidationError("A partnership has at least one local authority.")
    partnership.full_clean()
    partnership.save(force_insert=True)
    for authority in authorities:
        row = PartnershipAuthority(
            partnership=partnership,
            la_code=authority.la_code,
            la_name=authority.la_name,
            gss_code=authority.gss_code,
        )
        row.full_clean()
        row.save(force_insert=True)
    record_identity(None, "partnership.made", partnership, authorities=[row.la_code for row in authorities])
    return partnership
