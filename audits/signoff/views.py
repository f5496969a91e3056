"""Signing, giving back, and the copy of what was signed."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.lifecycle.models import Audit
from audits.lifecycle.policies import is_at_school, sees_whole_audit
from audits.lifecycle.queries import current_audit
from audits.signoff.actions import give_back, sign
from audits.signoff.copies import Copy, frozen_copy
from audits.signoff.forms import ReturnForm, SignForm
from audits.signoff.queries import sign_page
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.forms import GovukForm
from lscp_portal.workflow import Blocker, Refused


@require_http_methods(["GET", "POST"])
@allow(sees_whole_audit)
def sign_audit(request: PortalRequest, urn: int) -> HttpResponse:
    """Where the signatures stand; and the form of whoever signs next."""
    if request.method == "GET":
        return _draw(request, urn)
    form = SignForm(request.POST, step=request.POST.get("step", ""))
    if not form.is_valid():
        return _draw(request, urn, signing=form, status=422)
    data = form.cleaned_data
    try:
        sign(
            actor=request.actor,
            audit_id=data["audit"],
            step=data["step"],
            board_met_on=data.get("board_met_on"),
        )
    except Refused as refused:
        return _draw(request, urn, signing=form, blockers=refused.blockers, status=409)
    except ObjectDoesNotExist:
        raise Http404 from None
    return redirect("signoff:copy" if data["step"] == "chair" else "signoff:sign", urn)


@require_POST
@allow(sees_whole_audit)
def return_audit(request: PortalRequest, urn: int) -> HttpResponse:
    """Give the audit back to the DSL, with a reason."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _draw(request, urn, returning=form, status=422)
    data = form.cleaned_data
    try:
        give_back(actor=request.actor, audit_id=data["audit"], step=data["step"], comment=data["comment"])
    except Refused as refused:
        return _draw(request, urn, returning=form, blockers=refused.blockers, status=409)
    except ObjectDoesNotExist:
        raise Http404 from None
    return redirect("answers:audit", urn)


@require_GET
@allow(sees_whole_audit)
def copy(request: PortalRequest, urn: int) -> HttpResponse:
    """What was submitted last, with its hash and receipt."""
    return _read(request, urn, _copy(_current().pk))


@require_GET
@allow(sees_whole_audit)
def copy_json(request: PortalRequest, urn: int) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """The exact bytes of it."""
    return _download(urn, _copy(_current().pk))


@require_GET
@allow(is_at_school, Audit, "audit_id")
def earlier_copy(request: PortalRequest, urn: int, audit_id: int) -> HttpResponse:
    """What was submitted in an earlier audit."""
    return _read(request, urn, _copy(audit_id))


@require_GET
@allow(is_at_school, Audit, "audit_id")
def earlier_copy_json(request: PortalRequest, urn: int, audit_id: int) -> HttpResponse:  # noqa: ARG001 - the address
    """The exact bytes of that."""
    return _download(urn, _copy(audit_id))


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
    first = {"audit": page.audit_id, "step": page.step}
    context = {
        "page": page,
        "signing": signing or SignForm(initial=first, step=page.step),
        "returning": returning or ReturnForm(initial=first),
        "refused": blockers or [],
        "urn": urn,
    }
    return render(request, "audits/signoff/sign.html", context, status=status)


def _read(request: PortalRequest, urn: int, found: Copy) -> HttpResponse:
    return render(request, "audits/signoff/copy.html", {"copy": found, "urn": urn})


def _download(urn: int, found: Copy) -> HttpResponse:
    response = HttpResponse(found.text.encode("utf-8"), content_type="application/json; charset=utf-8")
    year = found.content["cycle"]["year"]
    response["Content-Disposition"] = f'attachment; filename="audit-{urn}-{year}.json"'
    return response


def _current() -> Audit:
    found = current_audit()
    if found is None:
        raise Http404
    return found


def _copy(audit_id: int) -> Copy:
    found = frozen_copy(audit_id=audit_id)
    if found is None:
        raise Http404
    return found
