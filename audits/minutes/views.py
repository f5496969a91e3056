"""The reader's own page of minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audits.minutes.actions import give_minutes
from audits.minutes.forms import MinutesForm
from audits.minutes.policies import may_mind_minutes
from audits.minutes.queries import own_minutes, suggested_minutes
from audits.review.models import Review
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_http_methods(["GET", "POST"])
@allow(may_mind_minutes, Review, "review_id")
def minutes(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """Write down, change or take back how long the reading took."""
    kept = own_minutes(review_id=review_id)
    form = MinutesForm(request.POST if request.method == "POST" else None, initial={"minutes": kept})
    form.suggest(suggested_minutes(review_id=review_id))
    if form.is_valid():
        said = form.cleaned_data["minutes"]
        give_minutes(actor=request.actor, review_id=review_id, minutes=said)
        messages.success(request, "Your minutes are kept, for you alone." if said else "No minutes are kept.")
        return redirect("reviews:overview", partnership, review_id)
    school_name = Review.objects.values_list("school__name", flat=True).get(pk=review_id)
    shown = {"form": form, "school_name": school_name, "review_id": review_id, "slug": partnership}
    return render(request, "audits/minutes/minutes.html", shown, status=422 if form.is_bound else 200)
