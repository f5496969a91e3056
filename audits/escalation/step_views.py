"""Steps beyond the school: propose, confirm as the second person, say that the letter went out, withdraw, print."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.escalation.forms import CaseStepForm, StepTakenForm, StepWithdrawnForm
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.escalation.policies import may_confirm_step, may_lead_case, may_read_case
from audits.escalation.queries import case_row, step_letter
from audits.escalation.step_actions import confirm_step, propose_step, take_step, withdraw_step
from audits.escalation.types import Proposal
from audits.escalation.views import ask
from audits.review.explaining import explains_conflict
from audits.review.views import not_ready
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_lead_case, PoorQualityCase, "case_id")
def propose(request: PortalRequest, partnership: str, case_id: int) -> HttpResponse:
    """Whom to write to, why, and what to share."""
    row = case_row(case_id=case_id)
    form = CaseStepForm(
        request.POST if request.method == "POST" else None, known=known_to(request.actor, PoorQualityCase, case_id)
    )
    shown = {
        "title": f"Take the case about {row.school} further",
        "text": "A second person, another lead or an administrator, confirms before the letter can go out. "
        "Nothing is sent by the portal: you print the letter.",
        "button": "Propose the step",
        "back": reverse("poor_returns:case", args=[partnership, case_id]),
    }
    return ask(
        request,
        form,
        shown,
        lambda: propose_step(actor=request.actor, case_id=case_id, proposal=Proposal(**form.cleaned_data)),
        "The step is proposed. Other leads and administrators are asked to confirm it.",
    )


@require_POST
@explains_conflict
@allow(may_confirm_step, CaseStep, "step_id")
def confirm(request: PortalRequest, partnership: str, step_id: int) -> HttpResponse:
    """The second person's yes."""
    try:
        step = confirm_step(actor=request.actor, step_id=step_id)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "You have confirmed the step. The lead can send the letter now.")
    return redirect("poor_returns:case", partnership, step.case_id)


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_lead_case, CaseStep, "step_id")
def take(request: PortalRequest, partnership: str, step_id: int) -> HttpResponse:
    """The letter went out, on which day."""
    step, _letter, case_id = step_letter(step_id=step_id)
    form = StepTakenForm(request.POST if request.method == "POST" else None, initial={"taken_on": timezone.localdate()})
    shown = {
        "title": f"The letter to {step.organisation}",
        "text": "Say when it went out. Chair and head are told that you have written, to whom and why.",
        "button": "The letter has gone out",
        "back": reverse("poor_returns:case", args=[partnership, case_id]),
    }
    return ask(
        request,
        form,
        shown,
        lambda: take_step(actor=request.actor, step_id=step_id, **form.cleaned_data),
        "The step is recorded. Chair and head are told.",
    )


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_lead_case, CaseStep, "step_id")
def withdraw(request: PortalRequest, partnership: str, step_id: int) -> HttpResponse:
    """Take a step back, with a reason."""
    step, _letter, case_id = step_letter(step_id=step_id)
    form = StepWithdrawnForm(
        request.POST if request.method == "POST" else None, known=known_to(request.actor, CaseStep, step_id)
    )
    shown = {
        "title": f"Withdraw the step to {step.organisation}",
        "text": "The step stays on record with your reason.",
        "button": "Withdraw the step",
        "back": reverse("poor_returns:case", args=[partnership, case_id]),
    }
    return ask(
        request,
        form,
        shown,
        lambda: withdraw_step(actor=request.actor, step_id=step_id, **form.cleaned_data),
        "The step is withdrawn.",
    )


@require_safe
@explains_conflict
@allow(may_read_case, CaseStep, "step_id")
def letter(request: PortalRequest, partnership: str, step_id: int) -> HttpResponse:
    """The letter to print and to send."""
    step, about, case_id = step_letter(step_id=step_id)
    shown = {"step": step, "letter": about, "case_id": case_id, "slug": partnership}
    return render(request, "audits/escalation/step_letter.html", shown)
