"""What a school signed, for the partnership: every version with its hash and signers, to read and to keep."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.lifecycle.models import Audit
from audits.review.explaining import asks_interests_first, explains_conflict
from audits.review.policies import may_read_copies
from audits.signoff.copies import Copy, copies_of, frozen_copy
from audits.signoff.drawing import copy_page_to_keep, copy_pdf, download
from audits.signoff.versions import changed_between
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.documents.types import RenderRefused, RenderTimeout

HTML, PDF = "text/html; charset=utf-8", "application/pdf"


@require_safe
@asks_interests_first
@explains_conflict
@allow(may_read_copies, Audit, "audit_id")
def copies(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """The first version and every corrected one."""
    found = copies_of(audit_id=audit_id)
    if not found:
        raise Http404
    changed = changed_between(audit_id=audit_id) if len(found) > 1 else {}
    shown = {
        "copies": [(copy, changed.get(copy.version, ())) for copy in found],
        "content": found[0].content,
        "audit_id": audit_id,
        "slug": partnership,
    }
    return render(request, "audits/review/copies.html", shown)


@require_safe
@asks_interests_first
@explains_conflict
@allow(may_read_copies, Audit, "audit_id")
def copy_html(request: PortalRequest, partnership: str, audit_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """One version as a web page to keep."""
    found = _copy(audit_id, number)
    page = copy_page_to_keep(found, partnership=request.place.partnership_name)
    return download(page.encode("utf-8"), kind=HTML, name=found.file_name("html"))


@require_safe
@asks_interests_first
@explains_conflict
@allow(may_read_copies, Audit, "audit_id")
def copy_as_pdf(request: PortalRequest, partnership: str, audit_id: int, number: int) -> HttpResponse:
    """One version as a tagged PDF."""
    found = _copy(audit_id, number)
    try:
        pdf = copy_pdf(found, partnership=request.place.partnership_name)
    except (RenderTimeout, RenderRefused):
        shown = {"audit_id": audit_id, "slug": partnership}
        return render(request, "audits/review/no_copy_pdf.html", shown, status=503)
    return download(pdf, kind=PDF, name=found.file_name("pdf"))


def _copy(audit_id: int, number: int) -> Copy:
    found = frozen_copy(audit_id=audit_id, version=number)
    if found is None:
        raise Http404
    return found
