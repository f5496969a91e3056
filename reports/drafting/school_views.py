"""Reports in the browser, for the school: everybody reads, the head and the chair answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker, Refused
from reports.drafting.forms import CommentForm, CorrectionForm
from reports.drafting.models import Report
from reports.drafting.policies import may_answer_report, may_list_at_school, may_read_report
from reports.drafting.queries import current_report, report_list, report_page
from reports.drafting.school_actions import answer_report, raise_correction
from reports.publication.document import document_of, fragment, trusted
from schools.contacts.known import known_to

ANSWER = "reports/drafting/school/answer.html"


@require_safe
@allow(may_list_at_school)
def index(request: PortalRequest, urn: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """Reports on this school that have been sent."""
    return render(request, "reports/drafting/school/list.html", {"groups": report_list()})


@require_safe
@allow(may_read_report, Report, "report_id")
def detail(request: PortalRequest, urn: int, report_id: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """The report as it was sent, and what the school may do with it."""
    return show(request, report_id)


@require_POST
@allow(may_answer_report, Report, "report_id")
def correction(request: PortalRequest, urn: int, report_id: int) -> HttpResponse:
    """Raise one point of fact."""
    form = CorrectionForm(request.POST, known=known_to(request.actor))
    if not form.is_valid():
        return show(request, report_id, form=form)
    try:
        raise_correction(actor=request.actor, report_id=report_id, text=form.cleaned_data["text"])
    except Refused as refused:
        return show(request, report_id, form=form, blockers=refused.blockers)
    messages.success(request, "The correction is kept. It is sent with your answer.")
    return redirect("school_reports:detail", urn, report_id)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_answer_report, Report, "report_id")
def answer(request: PortalRequest, urn: int, report_id: int) -> HttpResponse:
    """Write the comment and send the answer."""
    page = report_page(report_id=report_id, actor=request.actor)
    form = CommentForm(request.POST if request.method == "POST" else None, known=known_to(request.actor))
    if not form.is_valid():
        return render(request, ANSWER, {"page": page, "form": form}, status=422 if form.is_bound else 200)
    try:
        answer_report(actor=request.actor, report_id=report_id, comment=form.cleaned_data["comment"])
    except Refused as refused:
        return render(request, ANSWER, {"page": page, "form": form, "blockers": refused.blockers}, status=409)
    messages.success(request, "Your answer is sent to the author of the report.")
    return redirect("school_reports:detail", urn, report_id)


def show(
    request: PortalRequest,
    report_id: int,
    *,
    form: CorrectionForm | None = None,
    blockers: list[Blocker] | None = None,
) -> HttpResponse:
    """The page of a report for the school; with a form that has errors 422, with reasons to refuse 409."""
    page = report_page(report_id=report_id, actor=request.actor)
    report = current_report(report_id=report_id)
    is_open = any(offer.name == "answer" for offer in page.offers)
    document = document_of(report=report, partnership=report.tenant, correct_on=timezone.localdate())
    wrong = form is not None and form.is_bound
    context = {
        "page": page,
        "body": trusted(fragment(document)),
        "form": (form or CorrectionForm(known=known_to(request.actor))) if is_open else None,
        "blockers": blockers or [],
    }
    status = 409 if blockers else 422 if wrong else 200
    return render(request, "reports/drafting/school/detail.html", context, status=status)
