"""The evidence of one indicator: described, changed, taken out, put back."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits.answers.mine import only_for
from audits.answers.types import AuditClosed
from audits.evidence import actions
from audits.evidence.forms import ChangeForm, DescribeForm
from audits.evidence.models import EvidenceItem
from audits.evidence.policies import may_give_evidence, may_see_evidence
from audits.evidence.queries import evidence_page, item_shown, place_of
from audits.evidence.types import EvidencePage, ItemChanged
from audits.governors.models import GovernorVisit
from audits.governors.policies import may_read_notes
from audits.lifecycle.policies import answers_for_school, works_at_school
from audits.lifecycle.queries import current_audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.known import known_to

LOCKED = 423
SIGNED = "The audit has been signed, so its evidence cannot change."
CHANGED = "Somebody at your school has changed or removed this since the page was shown. Look at it again."


@require_http_methods(["GET", "POST"])
@allow(works_at_school)
def items(request: PortalRequest, urn: int, section: str, code: str) -> HttpResponse:
    """What is there, and a form to add more. With Accept: application/json, how its files stand."""
    if request.method == "POST" and not answers_for_school(request.actor):
        raise PermissionDenied
    page = _page(request, section, code)
    if request.headers.get("Accept", "") == "application/json":
        files = [item.file for item in page.items if item.file]
        return JsonResponse(
            {"files": [{"id": one.id, "words": one.words, "is_waiting": one.is_waiting} for one in files]}
        )
    form = DescribeForm(request.POST if request.method == "POST" else None, known=known_to(request.actor))
    if not form.is_valid():
        return draw(request, urn, page, form, status=422 if form.is_bound else 200)
    try:
        actions.describe(actor=request.actor, audit_id=page.audit_id, code=code, said=form.said())
    except (Refused, AuditClosed) as stopped:
        return refused(request, stopped)
    messages.success(request, f"The evidence for {code} is saved.")
    return redirect("evidence:items", urn, section, code)


@require_http_methods(["GET", "POST"])
@allow(may_see_evidence, EvidenceItem, "evidence_id")
def change(request: PortalRequest, urn: int, evidence_id: int) -> HttpResponse:
    """Put one piece of evidence in other words."""
    if request.method == "POST" and not answers_for_school(request.actor):
        raise PermissionDenied
    section, code = place_of(item_id=evidence_id)
    try:
        item = item_shown(item_id=evidence_id)
    except EvidenceItem.DoesNotExist:  # taken out meanwhile; the list offers to put it back
        return redirect("evidence:items", urn, section, code)
    typed = request.POST if request.method == "POST" else None
    form = ChangeForm(typed, initial=ChangeForm.initial_of(item), known=known_to(request.actor))
    if not form.is_valid():
        shown = {"form": form, "item": item, "urn": urn, "section": section, "code": code}
        return render(request, "audits/evidence/change.html", shown, status=422 if form.is_bound else 200)
    try:
        actions.change_item(actor=request.actor, item_id=evidence_id, said=form.said(), read=form.cleaned_data["read"])
    except (ItemChanged, AuditClosed) as stopped:
        return refused(request, stopped)
    messages.success(request, "The change is saved.")
    return redirect("evidence:items", urn, section, code)


@require_POST
@allow(may_give_evidence, EvidenceItem, "evidence_id")
def remove(request: PortalRequest, urn: int, evidence_id: int) -> HttpResponse:
    """Take it out; the list offers to put it back until the audit is signed."""
    return done(request, urn, evidence_id, actions.remove_item, "It is taken out. You can put it back until you sign.")


@require_POST
@allow(may_give_evidence, EvidenceItem, "evidence_id")
def put_back(request: PortalRequest, urn: int, evidence_id: int) -> HttpResponse:
    """Undo that."""
    return done(request, urn, evidence_id, actions.put_back, "It is back.")


@require_POST
@allow(may_give_evidence, EvidenceItem, "evidence_id")
def use_again(request: PortalRequest, urn: int, evidence_id: int) -> HttpResponse:
    """Take over the words of an earlier audit."""
    audit = current_audit()
    if audit is None:
        raise Http404
    action = partial(actions.use_again, audit_id=audit.pk)
    return done(request, urn, evidence_id, action, "It is described here too. Change what is different now.")


@require_POST
@allow(may_read_notes, GovernorVisit, "note_id")
def use_visit(request: PortalRequest, urn: int, section: str, code: str, note_id: int) -> HttpResponse:
    """Name the note of a governor's visit as evidence."""
    if not answers_for_school(request.actor):
        raise PermissionDenied
    page = _page(request, section, code)
    try:
        actions.use_visit(actor=request.actor, audit_id=page.audit_id, code=code, visit_id=note_id)
    except (Refused, AuditClosed) as stopped:
        return refused(request, stopped)
    except ObjectDoesNotExist:  # its governor keeps it in the school
        raise Http404 from None
    messages.success(request, f"The visit is among the evidence for {code}.")
    return redirect("evidence:items", urn, section, code)


def done(
    request: PortalRequest, urn: int, evidence_id: int, action: Callable[..., EvidenceItem], words: str
) -> HttpResponse:
    """Do one thing with one item, and go back to its list."""
    try:
        action(actor=request.actor, item_id=evidence_id)
    except (Refused, AuditClosed) as stopped:
        return refused(request, stopped)
    except ObjectDoesNotExist:  # the indicator is not asked this time
        raise Http404 from None
    messages.success(request, words)
    return redirect("evidence:items", urn, *place_of(item_id=evidence_id))


def draw(
    request: PortalRequest, urn: int, page: EvidencePage, form: DescribeForm, *, status: int = 200
) -> HttpResponse:
    """The list of one indicator's evidence."""
    may_write = page.is_editable and answers_for_school(request.actor)
    add = "Describe another piece of evidence" if page.items else "Describe a piece of evidence"
    is_adding = form.is_bound or not page.items
    shown = {"page": page, "form": form, "urn": urn, "may_write": may_write, "add": add, "is_adding": is_adding}
    return render(request, "audits/evidence/items.html", shown, status=status)


def refused(request: PortalRequest, why: Exception) -> HttpResponse:
    """Why it cannot be done now: 423 when the audit is signed or closed, else 409."""
    if isinstance(why, AuditClosed):
        return _stopped(request, [Blocker("signed", str(why) or SIGNED)], LOCKED)
    return _stopped(request, why.blockers if isinstance(why, Refused) else [Blocker("changed", CHANGED)], 409)


def _stopped(request: PortalRequest, blockers: list[Blocker], status: int) -> HttpResponse:
    return render(request, "errors/409.html", {"blockers": blockers}, status=status)


def _page(request: PortalRequest, section: str, code: str) -> EvidencePage:
    audit = current_audit()
    page = (
        evidence_page(audit=audit, section=section, code=code, only=only_for(request.actor, audit)) if audit else None
    )
    if page is None:
        raise Http404
    return page
