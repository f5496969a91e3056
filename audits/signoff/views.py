"""Signing, and giving back."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits.lifecycle.models import Audit
from audits.lifecycle.policies import sees_whole_audit
from audits.lifecycle.queries import current_audit
from audits.signoff.actions import Board, give_back, mark_seen, sign
from audits.signoff.forms import ReturnForm, SeenForm, SignForm
from audits.signoff.missing import missing_of
from audits.signoff.queries import sign_page
from audits.signoff.rules import SIGNED
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.forms import GovukForm
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@allow(sees_whole_audit)
def sign_audit(request: PortalRequest, urn: int) -> HttpResponse:
    """Where the signatures stand; and the form of whoever signs next."""
    if request.method == "GET":
        return _draw(request, urn)
    form = SignForm(request.POST, step=request.POST.get("step", ""), known=known_to(request.actor))
    if not form.is_valid():
        return _draw(request, urn, signing=form, status=422)
    data = form.cleaned_data
    try:
        sign(
            actor=request.actor,
            audit_id=data["audit"],
            step=data["step"],
            board=Board(data.get("board_met_on"), data.get("minute_reference", "")),
            seen_up_to=_seen_up_to(request),
        )
    except Refused as refused:
        return _draw(request, urn, signing=form, blockers=refused.blockers, status=409)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, SIGNED[data["step"]])
    return redirect("signoff:copy" if data["step"] == "chair" else "signoff:sign", urn)


@require_POST
@allow(sees_whole_audit)
def return_audit(request: PortalRequest, urn: int) -> HttpResponse:
    """Give the audit back to the DSL, with a reason."""
    form = ReturnForm(request.POST, known=known_to(request.actor))
    if not form.is_valid():
        return _draw(request, urn, returning=form, status=422)
    data = form.cleaned_data
    try:
        give_back(actor=request.actor, audit_id=data["audit"], step=data["step"], comment=data["comment"])
    except Refused as refused:
        return _draw(request, urn, returning=form, blockers=refused.blockers, status=409)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, "The audit is back with the designated safeguarding lead, who gets an e-mail.")
    return redirect("answers:audit", urn)


@require_POST
@allow(sees_whole_audit)
def seen(request: PortalRequest, urn: int) -> HttpResponse:
    """“I have read this”: what comes later is shown as changed."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    try:
        mark_seen(actor=request.actor, audit_id=form.cleaned_data["audit"], up_to=form.cleaned_data["seen_up_to"])
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, "Next time you see only what was changed after now.")
    return redirect("signoff:sign", urn)


def _draw(
    request: PortalRequest,
    urn: int,
    *,
    signing: GovukForm | None = None,
    returning: GovukForm | None = None,
    blockers: list[Blocker] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = sign_page(actor=request.actor, audit=_current())
    first, known = {"audit": page.audit_id, "step": page.step}, known_to(request.actor)
    context = {
        "page": page,
        "signing": signing or SignForm(initial=first, step=page.step, known=known),
        "returning": returning or ReturnForm(initial=first, known=known),
        "missing": missing_of(page.blockers, urn=urn),
        "refused": missing_of(blockers or [], urn=urn),
        "urn": urn,
    }
    return render(request, "audits/signoff/sign.html", context, status=status)


def _seen_up_to(request: PortalRequest) -> int | None:
    form = SeenForm(request.POST)  # the page's, beside the signature: it is new each time the page is drawn
    found: int | None = form.cleaned_data["seen_up_to"] if form.is_valid() else None
    return found


def _current() -> Audit:
    found = current_audit()
    if found is None:
        raise Http404
    return found
