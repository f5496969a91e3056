"""The letter as the school reads it, below /s/<urn>/."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from audits.feedback.actions import acknowledge_feedback, rate_feedback
from audits.feedback.forms import AcknowledgementForm, RatingForm
from audits.feedback.models import Feedback
from audits.feedback.policies import may_acknowledge, may_rate, may_read_here
from audits.feedback.queries import audit_of, issued_feedback, letters_of_this_school, rating_said
from audits.improvement.queries import improvements_of
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import is_at_school
from audits.review.views import not_ready
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_GET
@allow(may_read_here)
def index(request: PortalRequest, urn: int) -> HttpResponse:
    """The newest letter; before the first one, when to expect it."""
    letters = letters_of_this_school()
    if letters:
        return redirect("school_feedback:letter", urn, letters[0].audit_id)
    return render(request, "audits/feedback/none_yet.html")


@require_http_methods(["GET", "POST"])
@allow(is_at_school, Audit, "audit_id")
def letter(request: PortalRequest, urn: int, audit_id: int) -> HttpResponse:
    """One letter; the head or the chair answers it here."""
    issued = issued_feedback(audit_id=audit_id)
    if issued is None:
        raise Http404
    if request.method == "POST" and not may_acknowledge(request.actor, issued):
        raise PermissionDenied
    form = AcknowledgementForm(
        request.POST if request.method == "POST" else None,
        asked=issued.letter.recommendations,
        known=known_to(request.actor),
    )
    if not form.is_valid():
        page = {
            "issued": issued,
            "letter": issued.letter,
            "earlier": [row for row in letters_of_this_school() if row.audit_id != audit_id],
            "improvements": improvements_of(audit_id=audit_id),
            "can_acknowledge": issued.state == "issued" and may_acknowledge(request.actor, issued),
            "can_rate": issued.state == "acknowledged" and may_rate(request.actor, issued),
            "form": form,
            "urn": urn,
        }
        return render(request, "audits/feedback/letter.html", page, status=422 if form.is_bound else 200)
    return _acknowledge(request, urn, audit_id, form)


def _acknowledge(request: PortalRequest, urn: int, audit_id: int, form: AcknowledgementForm) -> HttpResponse:
    address = reverse("feedback:letter", args=[request.place.slug, audit_id])
    words, answers = form.cleaned_data["words"], form.answers()
    try:
        acknowledge_feedback(actor=request.actor, audit_id=audit_id, words=words, answers=answers, address=address)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, _what_follows(urn, audit_id, answers))
    return redirect("school_feedback:letter", urn, audit_id)


def _what_follows(urn: int, audit_id: int, answers: dict[int, tuple[str, str]]) -> str:
    """That the answer is sent, and how many improvements of the letter have no owner and no date yet."""
    sent = "Your answer is with the partnership."
    if not answers:
        return sent
    number = len(improvements_of(audit_id=audit_id))
    accepted = format_html(
        "{} You accepted {} of {} recommendation{}.", sent, number, len(answers), "" if len(answers) == 1 else "s"
    )
    if not number:
        return accepted
    return format_html(
        '{} <a class="govuk-notification-banner__link" href="{}">{} {} for an owner and a date</a>',
        accepted,
        reverse("school_improvements:index", args=[urn]) + "?show=agree",
        number,
        "improvement waits" if number == 1 else "improvements wait",
    )


@require_http_methods(["GET", "POST"])
@allow(may_rate, Feedback, "feedback_id")
def rate(request: PortalRequest, urn: int, feedback_id: int) -> HttpResponse:
    """Say how much the letter helped; said again, the later word stands."""
    audit_id = audit_of(feedback_id=feedback_id)
    form = RatingForm(request.POST or None, initial=rating_said(feedback_id=feedback_id), known=known_to(request.actor))
    if not form.is_valid():
        page = {"form": form, "urn": urn, "audit_id": audit_id}
        return render(request, "audits/feedback/rate.html", page, status=422 if form.is_bound else 200)
    try:
        rate_feedback(actor=request.actor, audit_id=audit_id, rating=form.cleaned_data)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "Thank you. The lead of the partnership reads it.")
    return redirect("school_feedback:letter", urn, audit_id)
