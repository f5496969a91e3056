"""Pages on which a reader writes recommendations."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from audits.review.actions import add_recommendation, remove_recommendation
from audits.review.explaining import explains_conflict
from audits.review.forms import RecommendationForm
from audits.review.models import Recommendation, Review
from audits.review.policies import may_read_review, may_score
from audits.review.queries import asked_codes, reading_of, recommendations_of
from audits.review.taking import count_taken, key_in, recommended
from audits.review.views import not_ready
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_read_review, Review, "review_id")
def recommendations(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """What stands, and a form for one more."""
    codes = asked_codes(review_id=review_id)
    form = RecommendationForm(
        request.POST if request.method == "POST" else None,
        codes=codes,
        code=request.GET.get("about", "").upper(),
        known=known_to(request.actor, Review, review_id),
        **recommended(review_id=review_id, phrase_id=key_in(request.GET), today=timezone.localdate()),
    )
    if not form.is_valid():
        reading = reading_of(review_id=review_id)
        page = {
            "reading": reading,
            "recommendations": recommendations_of(review_id=review_id),
            "can_write": reading.is_open and may_score(request.actor, reading),
            "form": form,
            "slug": partnership,
        }
        return render(request, "audits/review/recommendations.html", page, status=422 if form.is_bound else 200)
    try:
        add_recommendation(actor=request.actor, review_id=review_id, entry=form.entry())
    except Refused as refused:
        return not_ready(request, refused)
    count_taken(actor=request.actor, phrase_id=form.cleaned_data["phrase"])
    messages.success(request, "The recommendation is added.")
    return redirect("reviews:recommendations", partnership, review_id)


@require_POST
@explains_conflict
@allow(may_score, Review, "review_id")
def remove(request: PortalRequest, partnership: str, review_id: int, recommendation_id: int) -> HttpResponse:
    """Take one back."""
    try:
        remove_recommendation(actor=request.actor, review_id=review_id, recommendation_id=recommendation_id)
    except Recommendation.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "The recommendation is removed.")
    return redirect("reviews:recommendations", partnership, review_id)
