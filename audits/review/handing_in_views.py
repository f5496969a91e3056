"""Handing a reading in, and how long it took, if its reader likes to say so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audits.minutes.actions import give_minutes
from audits.minutes.forms import MinutesForm
from audits.minutes.queries import own_minutes, suggested_minutes
from audits.review.actions import hand_in_review
from audits.review.explaining import explains_conflict
from audits.review.models import Review
from audits.review.policies import may_score
from audits.review.queries import links_to, workspace
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_score, Review, "review_id")
def hand_in(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """Look once more, then hand the reading in."""
    form = MinutesForm(
        request.POST if request.method == "POST" else None, initial={"minutes": own_minutes(review_id=review_id)}
    )
    if form.is_valid():
        try:
            hand_in_review(actor=request.actor, review_id=review_id)
        except Refused as refused:
            left = links_to(refused.blockers, slug=partnership, review_id=review_id)
            return render(request, "errors/409.html", {"blockers": left}, status=409)
        give_minutes(actor=request.actor, review_id=review_id, minutes=form.cleaned_data["minutes"])
        messages.success(request, "Your review is handed in. The LSCP lead writes to the school next.")
        return redirect("reviews:sides", partnership, review_id)
    page = workspace(actor=request.actor, review_id=review_id)
    offer = next((offer for offer in page.offers if offer.name == "submit"), None)
    left = links_to(offer.blockers, slug=partnership, review_id=review_id) if offer else []
    if offer and offer.is_ready:
        form.suggest(suggested_minutes(review_id=review_id))
    shown = {"page": page, "offer": offer, "left": left, "form": form, "slug": partnership}
    return render(request, "audits/review/hand_in.html", shown, status=422 if form.is_bound else 200)
