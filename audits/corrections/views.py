"""Requests to correct what was sent, for the lead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.corrections.actions import answer, end
from audits.corrections.forms import YES, AnswerRequestForm
from audits.corrections.models import Correction
from audits.corrections.policies import may_answer_correction, may_see_corrections
from audits.corrections.queries import correction_row, corrections_page
from audits.corrections.reading import differences_of
from audits.corrections.rules import OPEN
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_safe
@allow(may_see_corrections)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """What waits for an answer, and what came of the others."""
    waiting, others = corrections_page()
    shown = {"waiting": waiting, "others": others, "slug": partnership}
    return render(request, "audits/corrections/listing.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_answer_correction, Correction, "correction_of_id")
def detail(request: PortalRequest, partnership: str, correction_of_id: int) -> HttpResponse:
    """One request, the answer to it, and what was changed in the end."""
    form = AnswerRequestForm(request.POST or None, known=known_to(request.actor, Correction, correction_of_id))
    if not form.is_valid():
        return _draw(request, partnership, correction_of_id, form, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        answer(
            actor=request.actor,
            correction_id=correction_of_id,
            is_granted=said["decision"] == YES,
            words=said["words"],
        )
    except Refused as refused:
        return _draw(request, partnership, correction_of_id, form, refused=refused, status=409)
    messages.success(request, "The school is told.")
    return redirect("corrections:listing", partnership)


@require_POST
@allow(may_answer_correction, Correction, "correction_of_id")
def end_it(request: PortalRequest, partnership: str, correction_of_id: int) -> HttpResponse:
    """End it without a change, so that the reading can go on."""
    try:
        end(actor=request.actor, correction_id=correction_of_id)
    except Refused as refused:
        form = AnswerRequestForm(known=known_to(request.actor, Correction, correction_of_id))
        return _draw(request, partnership, correction_of_id, form, refused=refused, status=409)
    messages.success(request, "The correction is ended. What the school sent stands.")
    return redirect("corrections:listing", partnership)


def _draw(
    request: PortalRequest,
    partnership: str,
    correction_id: int,
    form: AnswerRequestForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    row = correction_row(correction_id=correction_id)
    shown = {
        "row": row,
        "form": form,
        "blockers": refused.blockers if refused else [],
        "is_open": row.state in OPEN and not row.waits,
        "changed": differences_of(audit_id=row.audit_id, version=row.version),
        "slug": partnership,
    }
    return render(request, "audits/corrections/detail.html", shown, status=status)
