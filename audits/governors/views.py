"""What the partnership's reviewer reads of governors' notes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.governors.queries import notes_for_review
from audits.review.explaining import explains_conflict
from audits.review.models import Review
from audits.review.policies import may_read_review
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@explains_conflict
@allow(may_read_review, Review, "review_id")
def for_review(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """Notes of this cycle that the school lets serve as evidence."""
    shown = {"notes": notes_for_review(review_id=review_id), "slug": partnership, "review_id": review_id}
    return render(request, "audits/governors/for_review.html", shown)
