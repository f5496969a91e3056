"""What was signed, to read and to keep: every version, as a page, a web page to keep, a tagged PDF and exact bytes."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.lifecycle.models import Audit
from audits.lifecycle.policies import is_at_school, sees_whole_audit
from audits.lifecycle.queries import audit_of, current_audit
from audits.lifecycle.transitions import AWAITS_FEEDBACK
from audits.signoff.board import board_report
from audits.signoff.copies import Copy, frozen_copy
from audits.signoff.drawing import board_pdf, copy_page_to_keep, copy_pdf, download
from audits.signoff.versions import changed_between
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.documents.types import RenderRefused, RenderTimeout

JSON, HTML, PDF = "application/json; charset=utf-8", "text/html; charset=utf-8", "application/pdf"


@require_safe
@allow(sees_whole_audit)
def copy(request: PortalRequest, urn: int) -> HttpResponse:
    """What was submitted last, with its hash and receipt."""
    return _read(request, urn, _copy(_current().pk))


@require_safe
@allow(sees_whole_audit)
def copy_json(request: PortalRequest, urn: int) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """The exact bytes of it."""
    return _bytes(_copy(_current().pk))


@require_safe
@allow(is_at_school, Audit, "audit_id")
def earlier_copy(request: PortalRequest, urn: int, audit_id: int) -> HttpResponse:
    """What was submitted last in an audit."""
    return _read(request, urn, _copy(audit_id))


@require_safe
@allow(is_at_school, Audit, "audit_id")
def earlier_copy_json(request: PortalRequest, urn: int, audit_id: int) -> HttpResponse:  # noqa: ARG001 - the address
    """The exact bytes of that."""
    return _bytes(_copy(audit_id))


@require_safe
@allow(is_at_school, Audit, "audit_id")
def version(request: PortalRequest, urn: int, audit_id: int, number: int) -> HttpResponse:
    """One version of what was submitted."""
    return _read(request, urn, _copy(audit_id, number))


@require_safe
@allow(is_at_school, Audit, "audit_id")
def version_json(request: PortalRequest, urn: int, audit_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """The exact bytes that the hash is of."""
    return _bytes(_copy(audit_id, number))


@require_safe
@allow(is_at_school, Audit, "audit_id")
def version_html(request: PortalRequest, urn: int, audit_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """A web page to keep, which needs no portal."""
    found = _copy(audit_id, number)
    page = copy_page_to_keep(found, partnership=request.place.partnership_name)
    return download(page.encode("utf-8"), kind=HTML, name=found.file_name("html"))


@require_safe
@allow(is_at_school, Audit, "audit_id")
def version_pdf(request: PortalRequest, urn: int, audit_id: int, number: int) -> HttpResponse:
    """A tagged PDF."""
    found = _copy(audit_id, number)
    try:
        pdf = copy_pdf(found, partnership=request.place.partnership_name)
    except (RenderTimeout, RenderRefused):
        return render(request, "audits/signoff/no_pdf.html", {"urn": urn}, status=503)
    return download(pdf, kind=PDF, name=found.file_name("pdf"))


@require_safe
@allow(is_at_school, Audit, "audit_id")
def board(request: PortalRequest, urn: int, audit_id: int) -> HttpResponse:
    """The summary for governors."""
    shown = {"report": board_report(audit=audit_of(audit_id=audit_id)), "urn": urn, "audit_id": audit_id}
    return render(request, "audits/signoff/board.html", shown)


@require_safe
@allow(is_at_school, Audit, "audit_id")
def board_as_pdf(request: PortalRequest, urn: int, audit_id: int) -> HttpResponse:
    """The same on two pages of paper."""
    audit = audit_of(audit_id=audit_id)
    try:
        drawn = board_pdf(audit, partnership=request.place.partnership_name)
    except (RenderTimeout, RenderRefused):
        return render(request, "audits/signoff/no_pdf.html", {"urn": urn}, status=503)
    return download(drawn.pdf, kind=PDF, name=f"board-report-{urn}-{audit.cycle.year}.pdf")


def _read(request: PortalRequest, urn: int, found: Copy) -> HttpResponse:
    changed = changed_between(audit_id=found.audit_id) if found.versions > 1 else {}
    waits = audit_of(audit_id=found.audit_id).state in AWAITS_FEEDBACK
    shown = {"copy": found, "changed": changed.get(found.version, ()), "urn": urn, "waits": waits}
    return render(request, "audits/signoff/copy.html", shown)


def _bytes(found: Copy) -> HttpResponse:
    return download(found.text.encode("utf-8"), kind=JSON, name=found.file_name("json"))


def _current() -> Audit:
    found = current_audit()
    if found is None:
        raise Http404
    return found


def _copy(audit_id: int, number: int | None = None) -> Copy:
    found = frozen_copy(audit_id=audit_id, version=number)
    if found is None:
        raise Http404
    return found
