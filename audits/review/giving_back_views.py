"""Giving a return back to the queue, for oneself or for a reader who cannot go on; and taking it up again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits.review.actions import release_review, resume_review, take_back_review
from audits.review.explaining import explains_conflict
from audits.review.forms import ReleaseForm, TakeBackForm
from audits.review.models import Review
from audits.review.policies import may_score, may_take_back
from audits.review.queries import reading_of
from audits.review.views import not_ready
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_score, Review, "review_id")
def release(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """Give one's own return back, with a word if one likes."""
    known = known_to(request.actor, Review, review_id)
    form = ReleaseForm(request.POST if request.method == "POST" else None, known=known)
    said = "The return is back in the queue. What you scored is kept: you can take it up again while nobody else does."
    return _page(request, partnership, review_id, form, release_review, said)


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_take_back, Review, "review_id")
def take_back(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """Give a return back for its reader."""
    known = known_to(request.actor, Review, review_id)
    form = TakeBackForm(request.POST if request.method == "POST" else None, known=known)
    said = "The return is back in the queue, and its reader is told."
    return _page(request, partnership, review_id, form, take_back_review, said)


@require_POST
@explains_conflict
@allow(may_score, Review, "review_id")
def resume(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """Go on where one stopped."""
    try:
        resume_review(actor=request.actor, review_id=review_id)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "You read this return again. Your levels and words are as you left them.")
    return redirect("reviews:overview", partnership, review_id)


def _page(
    request: PortalRequest,
    partnership: str,
    review_id: int,
    form: ReleaseForm | TakeBackForm,
    action: Callable[..., Review],
    said: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            action(actor=request.actor, review_id=review_id, why=form.cleaned_data["why"])
        except Refused as refused:
            return not_ready(request, refused)
        messages.success(request, said)
        return redirect("reviews:queue", partnership)
    reading = reading_of(review_id=review_id)
    shown = {
        "form": form,
        "reading": reading,
        "is_own": reading.reviewer_id == request.actor.person_id,
        "slug": partnership,
    }
    return render(request, "audits/review/give_back.html", shown, status=422 if form.is_bound else 200)
