"""The lead's pages of the letter, below /p/<partnership>/."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.feedback.actions import close_audit, issue_feedback, save_draft
from audits.feedback.forms import DraftForm
from audits.feedback.policies import may_issue, may_see_ratings
from audits.feedback.queries import audit_state, draft_page, issued_feedback, ratings_page
from audits.feedback.types import DraftConflict
from audits.improvement.queries import improvements_of, open_of_audit
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import is_of_partnership, may_issue_feedback
from audits.review.explaining import explains_conflict
from audits.review.views import not_ready
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(is_of_partnership, Audit, "audit_id")
def letter(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """Before it is issued: the draft and what stands in its way. After: the letter and the school's answer."""
    issued = issued_feedback(audit_id=audit_id)
    if issued is None:
        answer: HttpResponse = draft(request, partnership=partnership, audit_id=audit_id)  # type: ignore[assignment]
        return answer
    state = audit_state(audit_id=audit_id)
    context = {
        "issued": issued,
        "letter": issued.letter,
        "can_close": state == Audit.State.ACKNOWLEDGED and may_issue(request.actor, issued),
        "shows_rating": may_see_ratings(request.actor),
        "is_closed": state == Audit.State.CLOSED,
        "left_open": open_of_audit(audit_id=audit_id) if state == Audit.State.ACKNOWLEDGED else 0,
        "improvements": improvements_of(audit_id=audit_id),
        "slug": partnership,
    }
    return render(request, "audits/feedback/issued.html", context)


@require_GET
@allow(may_see_ratings)
def ratings(request: PortalRequest, partnership: str) -> HttpResponse:
    """How much the letters helped, as schools say."""
    page = ratings_page(without_schools=request.actor.conflicts)
    return render(request, "audits/feedback/ratings.html", {"page": page, "slug": partnership})


@require_GET
@explains_conflict
@allow(may_issue_feedback, Audit, "audit_id")
def preview(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """The letter as the school will read it."""
    page = draft_page(actor=request.actor, audit_id=audit_id)
    if page.letter is None:
        return redirect("feedback:letter", partnership, audit_id)
    return render(request, "audits/feedback/preview.html", {"page": page, "letter": page.letter, "slug": partnership})


@require_POST
@explains_conflict
@allow(may_issue_feedback, Audit, "audit_id")
def issue(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """Give the letter to the school."""
    try:
        issue_feedback(actor=request.actor, audit_id=audit_id)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "The feedback is issued. The school’s DSL, head and chair are told by e-mail.")
    return redirect("feedback:letter", partnership, audit_id)


@require_POST
@explains_conflict
@allow(may_issue_feedback, Audit, "audit_id")
def close(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """The audit is done."""
    try:
        close_audit(actor=request.actor, audit_id=audit_id, carry="carry" in request.POST)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "The audit is closed.")
    return redirect("feedback:letter", partnership, audit_id)


@allow(may_issue_feedback, Audit, "audit_id")
def draft(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """The lead writes the letter; nobody else sees it before it is issued. Has no address of its own."""
    page = draft_page(actor=request.actor, audit_id=audit_id)
    initial = {"opening": page.opening, "strengths": page.strengths, "read": page.read}
    known = known_to(request.actor, Audit, audit_id)
    form = DraftForm(request.POST if request.method == "POST" else None, initial=initial, known=known)
    context = {"page": page, "form": form, "slug": partnership, "conflict": None}
    if not form.is_valid():
        return render(request, "audits/feedback/draft.html", context, status=422 if form.is_bound else 200)
    try:
        save_draft(actor=request.actor, audit_id=audit_id, words=form.words(), read=form.cleaned_data["read"])
    except DraftConflict as conflict:
        typed = request.POST.copy()
        typed["read"] = page.read  # who saves now has seen both
        context |= {"conflict": conflict, "form": DraftForm(typed, known=known)}
        return render(request, "audits/feedback/draft.html", context, status=409)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "The draft is saved.")
    onward = "feedback:preview" if "preview" in request.POST and page.letter else "feedback:letter"
    return redirect(onward, partnership, audit_id)
