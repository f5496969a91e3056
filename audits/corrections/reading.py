"""What a reader is told of signed corrections, and who the reader is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.corrections.models import Correction
from audits.review.models import Review
from audits.signoff.differences import Difference
from audits.signoff.versions import changed_between
from lscp_portal.accounts.queries import holders


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a reviewer is told of one signed correction. after_claim: it came after the reading had begun."""

    version: int
    signed_at: datetime
    reason: str
    after_claim: bool
    rows: Sequence[Difference]

    @property
    def codes(self) -> frozenset[str]:
        """Which answers are other ones now."""
        return frozenset(row.code for row in self.rows)


def corrected_in_review(*, review_id: int) -> list[Corrected]:
    """The signed corrections of the audit of this review, in order. Two queries; one where there are none."""
    review = Review.objects.get(pk=review_id)
    signed = Correction.objects.filter(audit_id=review.audit_id, state=Correction.State.SIGNED).order_by("version")
    found = list(signed)
    if not found:
        return []
    changed = changed_between(audit_id=review.audit_id)
    return [
        Corrected(
            version=one.version or 0,
            signed_at=one.signed_at,
            reason=one.reason,
            after_claim=one.signed_at > review.claimed_at,
            rows=changed.get(one.version or 0, ()),
        )
        for one in found
        if one.signed_at
    ]


def differences_of(*, audit_id: int, version: int | None) -> Sequence[Difference]:
    """What a signed correction changed, () where it is not signed. One query."""
    return changed_between(audit_id=audit_id).get(version, ()) if version else ()


def review_under_way(*, audit_id: int) -> Review | None:
    """The reading of this audit that somebody holds who still is a reviewer here. Two queries."""
    held: Review | None = Review.objects.filter(audit_id=audit_id).exclude(state=Review.State.RELEASED).first()
    return held if held and held.reviewer_id in holders(roles=("reviewer",)) else None
