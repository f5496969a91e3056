"""Cases about returns of poor quality, for the partnership: look, start, read, resolve, stop. Steps: `step_views`."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audits.escalation.actions import resolve_case, start_case, stop_case
from audits.escalation.forms import CaseEndForm, CaseResolveForm, CaseStartForm, say_what_is_wrong, start_values
from audits.escalation.models import PoorQualityCase
from audits.escalation.policies import may_lead_case, may_read_case, may_see_cases
from audits.escalation.queries import case_lists, case_page, look_page
from audits.lifecycle.models import Audit
from audits.review.explaining import explains_conflict
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.forms import GovukForm
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

CONFLICT = 409


@require_safe
@allow(may_see_cases)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """Open cases, the first to be due first, and what came of others."""
    still, ended = case_lists(actor=request.actor)
    return render(request, "audits/escalation/listing.html", {"open": still, "ended": ended, "slug": partnership})


@require_safe
@explains_conflict
@allow(may_read_case, PoorQualityCase, "case_id")
def case(request: PortalRequest, partnership: str, case_id: int) -> HttpResponse:
    """One case: the criteria then and now, the letter, steps, and what can be done."""
    page = case_page(actor=request.actor, case_id=case_id)
    return render(request, "audits/escalation/case.html", {"page": page, "slug": partnership})


@require_safe
@explains_conflict
@allow(may_read_case, PoorQualityCase, "case_id")
def letter(request: PortalRequest, partnership: str, case_id: int) -> HttpResponse:
    """The letter to chair and head, to print."""
    page = case_page(actor=request.actor, case_id=case_id)
    return render(request, "audits/escalation/letter.html", {"page": page, "slug": partnership})


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_read_case, Audit, "audit_id")
def look(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """The criteria of one return, each met or not; the lead starts a case here."""
    page = look_page(actor=request.actor, audit_id=audit_id)
    if page is None:
        raise Http404
    form = CaseStartForm(
        request.POST if request.method == "POST" else None,
        initial=start_values(page.codes, page.version),
        known=known_to(request.actor, Audit, audit_id),
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            started = start_case(actor=request.actor, audit_id=audit_id, **form.cleaned_data)
        except Refused as refused:
            say_what_is_wrong(form, refused.blockers)
            status = CONFLICT
        else:
            messages.success(request, f"The letter is with chair and head. They have until {started.due_on:%-d %B %Y}.")
            return redirect("poor_returns:case", partnership, started.pk)
    shown = {"page": page, "form": form, "slug": partnership}
    return render(request, "audits/escalation/look.html", shown, status=status)


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_lead_case, PoorQualityCase, "case_id")
def resolve(request: PortalRequest, partnership: str, case_id: int) -> HttpResponse:
    """The mended return is accepted, and why."""
    page = case_page(actor=request.actor, case_id=case_id)
    form = CaseResolveForm(
        request.POST if request.method == "POST" else None,
        initial={"version": page.version_now},
        known=known_to(request.actor, PoorQualityCase, case_id),
    )
    shown = {
        "title": f"Resolve the case about {page.row.school}",
        "text": "The return as signed again is accepted. The reading goes on, and the feedback can go out.",
        "button": "Resolve the case",
        "back": reverse("poor_returns:case", args=[partnership, case_id]),
    }
    return ask(
        request,
        form,
        shown,
        lambda: resolve_case(actor=request.actor, case_id=case_id, **form.cleaned_data),
        "The case is resolved. Chair and head are told.",
    )


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_lead_case, PoorQualityCase, "case_id")
def stop(request: PortalRequest, partnership: str, case_id: int) -> HttpResponse:
    """Withdraw the case, with a reason."""
    page = case_page(actor=request.actor, case_id=case_id)
    form = CaseEndForm(
        request.POST if request.method == "POST" else None, known=known_to(request.actor, PoorQualityCase, case_id)
    )
    shown = {
        "title": f"Stop the case about {page.row.school}",
        "text": "What the school has signed stands. What it has begun to mend and not signed is not taken over.",
        "button": "Stop the case",
        "back": reverse("poor_returns:case", args=[partnership, case_id]),
    }
    return ask(
        request,
        form,
        shown,
        lambda: stop_case(actor=request.actor, case_id=case_id, **form.cleaned_data),
        "The case is stopped. Chair and head are told.",
    )


def ask(
    request: PortalRequest, form: GovukForm, shown: dict[str, str], act: Callable[[], object], done: str
) -> HttpResponse:
    """A page with one form: draw it, or act and go back. shown: title, text, button, back."""
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            say_what_is_wrong(form, refused.blockers)
            status = CONFLICT
        else:
            messages.success(request, done)
            return redirect(shown["back"])
    return render(request, "audits/escalation/ask.html", {**shown, "form": form}, status=status)
