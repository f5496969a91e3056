"""A school corrects what it sent: asks, writes the new wordings, signs again."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits.answers.forms import AnswerForm, answer_initial
from audits.answers.types import AnswerRefused
from audits.corrections.actions import amend, ask, end
from audits.corrections.forms import AskForm, SeenForm
from audits.corrections.queries import open_correction
from audits.corrections.school_page import correction_page
from audits.corrections.signing import give_back, sign
from audits.corrections.types import OldPage
from audits.corrections.wordings import AmendPage, amend_page
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import sees_whole_audit
from audits.lifecycle.queries import current_audit
from audits.signoff.actions import Board
from audits.signoff.forms import ReturnForm, SignForm
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.forms import GovukForm
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.known import known_to

CONFLICT = 409
NEXT = {"dsl": "head", "head": "chair"}  # who signs after whom
OLD_PAGE = [
    Blocker("old", "This answer was saved in another window. What stands there now is below; type yours again.")
]


@require_http_methods(["GET", "POST"])
@allow(sees_whole_audit)
def correction(request: PortalRequest, urn: int) -> HttpResponse:
    """Where a correction stands; DSL, head and chair may ask for one."""
    if request.method == "GET":
        return _draw(request, urn)
    form = AskForm(request.POST, known=known_to(request.actor))
    if not form.is_valid():
        return _draw(request, urn, {"asking": form}, status=422)
    try:
        ask(actor=request.actor, audit_id=_current().pk, **form.cleaned_data)
    except Refused as refused:
        return _draw(request, urn, {"asking": form}, refused=refused)
    messages.success(request, "You have asked for a correction. The LSCP lead is told, and you get an e-mail.")
    return redirect("correction:correction", urn)


@require_http_methods(["GET", "POST"])
@allow(sees_whole_audit)
def amend_answer(request: PortalRequest, urn: int, code: str) -> HttpResponse:
    """The new wording of one answer, beside what was sent."""
    audit, code = _current(), code.upper()
    page = amend_page(audit=audit, code=code)
    if page is None:
        raise Http404
    if request.method == "GET":
        form = AnswerForm(initial=answer_initial(audit.pk, page.now, page.read), known=known_to(request.actor))
        return _draw_amend(request, urn, page, form)
    form = AnswerForm(request.POST, known=known_to(request.actor))
    if not form.is_valid():
        return _draw_amend(request, urn, page, form, status=422)
    said = form.change()
    try:
        amend(actor=request.actor, correction_id=page.correction_id, code=code, entry=said["entry"], read=said["read"])
    except AnswerRefused as refused:
        form.refuse(refused.problems)
        return _draw_amend(request, urn, page, form, status=422)
    except OldPage:
        form = AnswerForm(initial=answer_initial(audit.pk, page.now, page.read), known=known_to(request.actor))
        return _draw_amend(request, urn, page, form, status=CONFLICT)
    messages.success(request, f"The new wording of {code} is kept. It counts when the chair has signed.")
    return redirect("correction:correction", urn)


@require_POST
@allow(sees_whole_audit)
def sign_it(request: PortalRequest, urn: int) -> HttpResponse:
    """One signature; the chair's makes the next version."""
    form = SignForm(request.POST, step=request.POST.get("step", ""), known=known_to(request.actor))
    if not form.is_valid():
        return _draw(request, urn, {"signing": form}, status=422)
    said, seen = form.cleaned_data, SeenForm(request.POST)
    if not seen.is_valid():
        raise BadRequest
    try:
        sign(
            actor=request.actor,
            step=said["step"],
            board=Board(said.get("board_met_on"), said.get("minute_reference", "")),
            **seen.cleaned_data,
        )
    except Refused as refused:
        return _draw(request, urn, {"signing": form}, refused=refused)
    except ObjectDoesNotExist:
        raise Http404 from None
    if said["step"] in NEXT:
        messages.success(request, f"You have signed. The {NEXT[said['step']]} is next, and gets an e-mail.")
    return redirect("signoff:copy" if said["step"] == "chair" else "correction:correction", urn)


@require_POST
@allow(sees_whole_audit)
def return_it(request: PortalRequest, urn: int) -> HttpResponse:
    """Give it back to the DSL, with a reason."""
    form = ReturnForm(request.POST, known=known_to(request.actor))
    if not form.is_valid():
        return _draw(request, urn, {"returning": form}, status=422)
    said = form.cleaned_data
    try:
        give_back(actor=request.actor, correction_id=_open(said["audit"]), step=said["step"], comment=said["comment"])
    except Refused as refused:
        return _draw(request, urn, {"returning": form}, refused=refused)
    return redirect("correction:correction", urn)


@require_POST
@allow(sees_whole_audit)
def end_it(request: PortalRequest, urn: int) -> HttpResponse:
    """End it: what was sent stands."""
    try:
        end(actor=request.actor, correction_id=_open(_current().pk))
    except Refused as refused:
        return _draw(request, urn, refused=refused)
    messages.success(request, "The correction is ended. What you sent stands.")
    return redirect("correction:correction", urn)


def _draw(
    request: PortalRequest,
    urn: int,
    forms: Mapping[str, GovukForm] | None = None,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    page = correction_page(actor=request.actor, audit=_current())
    first, known = {"audit": page.audit_id, "step": page.step}, known_to(request.actor)
    shown = {
        "page": page,
        "asking": AskForm(known=known),
        "signing": SignForm(initial=first, step=page.step, known=known),
        "returning": ReturnForm(initial=first, known=known),
        "blockers": refused.blockers if refused else [],
        "urn": urn,
        **(forms or {}),
    }
    return render(request, "audits/corrections/correction.html", shown, status=CONFLICT if refused else status)


def _draw_amend(
    request: PortalRequest,
    urn: int,
    page: AmendPage,
    form: AnswerForm,
    *,
    status: int = 200,
) -> HttpResponse:
    form.in_words_of(page.scale, allow_na=page.row.indicator.allow_na)
    blockers = OLD_PAGE if status == CONFLICT else []
    shown = {"page": page, "form": form, "blockers": blockers, "urn": urn}
    return render(request, "audits/corrections/amend.html", shown, status=status)


def _current() -> Audit:
    found = current_audit()
    if found is None:
        raise Http404
    return found


def _open(audit_id: int) -> int:
    found = open_correction(audit_id=audit_id)
    if found is None:
        raise Http404
    return found
