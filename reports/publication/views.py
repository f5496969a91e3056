"""Approval and publication in the browser."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from reports.drafting.models import Report
from reports.drafting.policies import may_approve, may_read_report, may_withdraw
from reports.drafting.queries import report_page
from reports.drafting.types import ReportPage
from reports.drafting.views import step, with_tick
from reports.publication.actions import approve_report, publish_report, return_report, withdraw_report
from reports.publication.document import trusted
from reports.publication.forms import WithdrawForm
from reports.publication.queries import file_of
from reports.publication.types import StoredFile, WithdrawalReason


@require_POST
@allow(may_approve, Report, "report_id")
def approve(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:
    """Approve the words as they stand."""
    done = "The report is approved. Its web page and PDF are being made."
    return step(request, partnership, report_id, with_tick(request, approve_report), done)


@require_POST
@allow(may_approve, Report, "report_id")
def give_back(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:
    """Give it back to its author before it is published."""
    return step(request, partnership, report_id, return_report, "The report is with its author again.")


@require_POST
@allow(may_approve, Report, "report_id")
def publish(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:
    """Put the stored bytes in the open."""
    return step(request, partnership, report_id, with_tick(request, publish_report), "The report is published.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_withdraw, Report, "report_id")
def withdraw(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:
    """Take a published report back."""
    form = WithdrawForm(request.POST or None)
    context = {"page": report_page(report_id=report_id, actor=request.actor), "form": form}
    if not form.is_valid():
        return render(request, "reports/publication/withdraw.html", context, status=422 if form.is_bound else 200)
    reason = WithdrawalReason(form.cleaned_data["reason"])
    try:
        withdraw_report(actor=request.actor, report_id=report_id, reason=reason)
    except Refused as refused:
        context["blockers"] = refused.blockers
        return render(request, "reports/publication/withdraw.html", context, status=409)
    messages.success(request, "The report is withdrawn. Its address says so now.")
    return redirect("reports:detail", partnership, report_id)


@require_safe
@allow(may_read_report, Report, "report_id")
def page(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """The stored web page of the newest edition: these very bytes are or will be published."""
    report, stored = _stored(request, report_id, "html")
    context = {"page": report, "body": trusted(stored.content.decode()), "sha256": stored.sha256}
    return render(request, "reports/publication/page.html", context)


@require_safe
@allow(may_read_report, Report, "report_id")
def pdf(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """The stored PDF of the newest edition."""
    report, stored = _stored(request, report_id, "pdf")
    response = HttpResponse(stored.content, content_type="application/pdf")
    name = f"safeguarding-report-{report.record.urn}-{report.record.year}-{report.record.kind}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _stored(request: PortalRequest, report_id: int, file_format: str) -> tuple[ReportPage, StoredFile]:
    report = report_page(report_id=report_id, actor=request.actor)
    stored = file_of(report.edition.id, file_format) if report.edition else None
    if stored is None:
        raise Http404
    return report, stored
