"""A reader says how long a reading took, or takes it back."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.minutes.models import MOST, ReviewMinutes
from audits.minutes.policies import may_mind_minutes
from audits.review.models import Review
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Blocker, Refused


def give_minutes(*, actor: Actor, review_id: int, minutes: int | None) -> None:
    """Keep the minutes of one's own review; None takes them back. At any time, also after handing in.

    The trail, which others read, holds nothing of it. Raises PermissionDenied, Refused, Review.DoesNotExist.
    """
    review: Review = Review.objects.select_for_update(of=("self",), no_key=True).get(pk=review_id)
    if not may_mind_minutes(actor, review):
        raise PermissionDenied("minutes.give")
    if minutes is not None and not 1 <= minutes <= MOST:
        raise Refused([Blocker("minutes", f"Minutes are between 1 and {MOST}.", field="minutes")])
    said = {"minutes": minutes, "given_at": timezone.now()}
    if ReviewMinutes.objects.filter(review=review).update(**said) or minutes is None:
        return
    ReviewMinutes.objects.create(review=review, reviewer_id=actor.person_id, **said, **review.owner)
