"""Telling the partnership of a signed correction."""

from audits.corrections.models import Correction
from audits.corrections.reading import review_under_way
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue


def tell_reader(*, correction_id: int, by: int) -> None:
    """An e-mail to the reader who holds this audit, with the way to the review; to the leads while nobody holds it.

    by: who signed last. In the partnership’s scope. Raises Correction.DoesNotExist.
    """
    correction = Correction.objects.select_related("tenant").get(pk=correction_id)
    review = review_under_way(audit_id=correction.audit_id)
    place = f"reviews/{review.pk}/" if review else f"corrections/{correction.pk}/"
    queue(
        template="correction_signed",
        key=f"correction-read:{correction.pk}",
        to=[review.reviewer_id] if review else holders(roles=("lead",)),
        path=f"/p/{correction.tenant.slug}/{place}",
        by=by,
        school_id=correction.school_id,
    )
