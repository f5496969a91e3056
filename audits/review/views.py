"""The reviewer's pages: queue, cover, declaration, workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.carrying.queries import carried_in_review
from audits.clarification.queries import reader_page
from audits.corrections.reading import corrected_in_review
from audits.escalation.policies import may_see_cases
from audits.escalation.queries import in_review
from audits.lifecycle.models import Audit
from audits.phrases.policies import may_see_bank
from audits.review.actions import claim_audit
from audits.review.explaining import explains_conflict
from audits.review.forms import InterestForm, QueueForm
from audits.review.interests import declare_interest
from audits.review.keys import KEYS, keys_are_on, switch_keys
from audits.review.models import Review
from audits.review.policies import may_declare, may_read_review, may_see_queue, may_take_up
from audits.review.queries import school_name, sides_page, workspace
from audits.review.queue import cover_of, next_to_read, queue_page
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to
from schools.register.models import School


@require_GET
@allow(may_see_queue)
def queue(request: PortalRequest, partnership: str) -> HttpResponse:
    """Returns that wait, the longest waiting first."""
    default = "ours" if "lead" in request.actor.roles and "reviewer" not in request.actor.roles else "reading"
    wanted = QueueForm(request.GET).wanted(default)
    page = queue_page(actor=request.actor, wanted=wanted, today=timezone.localdate())
    form = QueueForm(initial={"state": wanted.state, "band": wanted.band, "mine": wanted.mine, "q": wanted.words})
    shown = {
        "page": page,
        "form": form,
        "sees_cases": may_see_cases(request.actor),
        "may_see_phrases": may_see_bank(request.actor),
        "is_lead": "lead" in request.actor.roles,
        "slug": partnership,
    }
    return render(request, "audits/review/queue.html", shown)


@require_GET
@allow(may_see_queue)
def take_next(request: PortalRequest, partnership: str) -> HttpResponse:
    """On to the return that waits longest and that this person may read."""
    audit_id = next_to_read(actor=request.actor)
    if audit_id is None:
        messages.info(request, "No return waits to be read.")
        return redirect("reviews:queue", partnership)
    return redirect("reviews:cover", partnership, audit_id)


@require_GET
@explains_conflict
@allow(may_take_up, Audit, "audit_id")
def cover(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """The outside of a return; who has not declared interests does that first."""
    page = cover_of(actor=request.actor, audit_id=audit_id, today=timezone.localdate())
    if page.school_id not in request.actor.cleared:
        return redirect(reverse("reviews:declare", args=[partnership, page.school_id]) + f"?next={request.path}")
    if page.reviewer_id == request.actor.person_id and page.review_id:
        return redirect("reviews:overview", partnership, page.review_id)
    return render(request, "audits/review/cover.html", {"page": page, "slug": partnership})


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_declare, School, "school_id")
def declare(request: PortalRequest, partnership: str, school_id: int) -> HttpResponse:
    """No conflict, or which. Nothing of the school's answers is on this page."""
    form = InterestForm(
        request.POST if request.method == "POST" else None, known=known_to(request.actor, School, school_id)
    )
    onward = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = reverse("reviews:queue", args=[partnership])
    if not form.is_valid():
        context = {"form": form, "school_name": school_name(school_id=school_id), "slug": partnership}
        return render(request, "audits/review/declare.html", context, status=422 if form.is_bound else 200)
    made = declare_interest(actor=request.actor, school_id=school_id, **form.change())
    if made.has_conflict:
        messages.success(
            request, "Your conflict of interest is recorded. Somebody else will read the return of this school."
        )
        return redirect("reviews:queue", partnership)
    return redirect(onward)


@require_POST
@explains_conflict
@allow(may_take_up, Audit, "audit_id")
def claim(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """Take a return to read."""
    try:
        review = claim_audit(actor=request.actor, audit_id=audit_id)
    except Refused as refused:
        return not_ready(request, refused)
    return redirect("reviews:overview", partnership, review.pk)


@require_GET
@explains_conflict
@allow(may_read_review, Review, "review_id")
def overview(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """The workspace: what was asked, section by section."""
    page = workspace(actor=request.actor, review_id=review_id, by_section=request.GET.get("order") == "framework")
    shown = {
        "page": page,
        "slug": partnership,
        "carried": carried_in_review(review_id=review_id),
        "corrected": corrected_in_review(review_id=review_id),
        "questions": reader_page(actor=request.actor, review_id=review_id),
        "quality": in_review(actor=request.actor, audit_id=page.reading.audit_id),
        "keys_on": keys_are_on(actor=request.actor),
        "keys": KEYS,
    }
    return render(request, "audits/review/overview.html", shown)


@require_POST
@allow(may_see_queue)
def keys(request: PortalRequest, partnership: str) -> HttpResponse:
    """Switch single keys on or off, and back to the page."""
    switch_keys(actor=request.actor, is_on=request.POST.get("on") == "yes")
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        return redirect("reviews:queue", partnership)
    return redirect(onward)


@require_GET
@explains_conflict
@allow(may_read_review, Review, "review_id")
def sides(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """Self-rating and review beside each other."""
    page = sides_page(review_id=review_id)
    return render(request, "audits/review/sides.html", {"page": page, "slug": partnership})


def not_ready(request: PortalRequest, refused: Refused) -> HttpResponse:
    """409, with what stands in the way."""
    return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
