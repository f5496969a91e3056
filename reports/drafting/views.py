"""Reports in the browser, for the partnership, until they are approved."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.lifecycle.models import Audit
from audits.lifecycle.policies import is_of_partnership
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Blocker, Refused
from reports.complaints.policies import may_see_complaints
from reports.drafting.actions import (
    go_on_unanswered,
    refresh_record,
    reply_to_correction,
    send_report,
    start_report,
    write_report,
)
from reports.drafting.forms import ReplyForm, WordsForm
from reports.drafting.models import Correction, Report
from reports.drafting.policies import may_answer_correction, may_draft, may_list_reports, may_read_report
from reports.drafting.queries import (
    correction_to_answer,
    current_report,
    ready_audit,
    ready_audits,
    report_list,
    report_page,
)
from reports.publication.document import document_of, fragment, trusted
from schools.contacts.known import known_to

BOTH = ["GET", "HEAD", "POST"]
ANSWERS: dict[bool | None, str] = {True: "yes", False: "no"}


def may_start_on(actor: Actor, audit: Audit) -> bool:
    """Reviewers and the lead, while no conflict with the school is declared."""
    return may_draft(actor) and is_of_partnership(actor, audit)


@require_safe
@allow(may_list_reports)
def index(request: PortalRequest, partnership: str) -> HttpResponse:  # noqa: ARG001 - of the address
    """Reports by state, and the audits that are ready for one."""
    actor = request.actor
    page = {
        "groups": report_list(without_schools=actor.conflicts),
        "ready": ready_audits(without_schools=actor.conflicts) if may_draft(actor) else [],
        "sees_complaints": may_see_complaints(actor),
    }
    return render(request, "reports/drafting/list.html", page)


@require_http_methods(BOTH)
@allow(may_start_on, Audit, "audit_id")
def start(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """Draft a report from the record."""
    blockers: list[Blocker] = []
    if request.method == "POST":
        try:
            report = start_report(actor=request.actor, audit_id=audit_id)
        except Refused as refused:
            blockers = refused.blockers
        else:
            messages.success(request, "The report is drafted from the record. Read and change its words.")
            return redirect("reports:write", partnership, report.pk)
    page = {"audit": ready_audit(audit_id=audit_id), "blockers": blockers}
    return render(request, "reports/drafting/start.html", page, status=409 if blockers else 200)


@require_safe
@allow(may_read_report, Report, "report_id")
def detail(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """One report: where it stands and what may be done next."""
    return show(request, report_id)


@require_http_methods(BOTH)
@allow(may_draft, Report, "report_id")
def write(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:
    """The author's words."""
    page = report_page(report_id=report_id, actor=request.actor)
    words = {name: getattr(page.words, name) for name in WordsForm.base_fields}
    form = WordsForm(request.POST or None, initial=words, known=known_to(request.actor, Report, report_id))
    if request.method != "POST" and not page.is_open_for_words:
        return show(request, report_id, [Blocker("wrong_state", "The words of this report cannot be changed now.")])
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "reports/drafting/write.html", {"page": page, "form": form}, status=status)
    try:
        write_report(actor=request.actor, report_id=report_id, words=form.words())
    except Refused as refused:
        context = {"page": page, "form": form, "blockers": refused.blockers}
        return render(request, "reports/drafting/write.html", context, status=409)
    messages.success(request, "The words are kept.")
    return redirect("reports:detail", partnership, report_id)


@require_safe
@allow(may_read_report, Report, "report_id")
def preview(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """The document as it would be printed today."""
    report = current_report(report_id=report_id)
    document = document_of(report=report, partnership=report.tenant, correct_on=timezone.localdate())
    context = {"report_id": report_id, "title": document.title, "body": trusted(fragment(document))}
    return render(request, "reports/drafting/preview.html", context)


@require_POST
@allow(may_draft, Report, "report_id")
def send(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:
    """Send it to the school for factual accuracy."""
    return step(
        request,
        partnership,
        report_id,
        with_tick(request, send_report),
        "The report is sent. The head and the chair get an e-mail.",
    )


@require_POST
@allow(may_draft, Report, "report_id")
def go_on(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:
    """Go on without the school's answer once its time is over."""
    return step(request, partnership, report_id, go_on_unanswered, "The report goes on without the school’s answer.")


@require_POST
@allow(may_draft, Report, "report_id")
def draw_again(request: PortalRequest, partnership: str, report_id: int) -> HttpResponse:
    """Draw the part that is not typed from the record again."""
    return step(request, partnership, report_id, refresh_record, "Results, visit and recommendations are drawn again.")


@require_http_methods(BOTH)
@allow(may_answer_correction, Correction, "correction_id")
def reply(request: PortalRequest, partnership: str, correction_id: int) -> HttpResponse:
    """Answer one correction."""
    report_id, correction = correction_to_answer(correction_id=correction_id)
    initial = {"accepted": ANSWERS.get(correction.accepted), "reply": correction.reply}
    form = ReplyForm(request.POST or None, initial=initial, known=known_to(request.actor, Correction, correction_id))
    context: dict[str, Any] = {"form": form, "correction": correction, "report_id": report_id}
    if not form.is_valid():
        return render(request, "reports/drafting/reply.html", context, status=422 if form.is_bound else 200)
    try:
        reply_to_correction(actor=request.actor, correction_id=correction_id, **form.cleaned_data)
    except Refused as refused:
        return render(request, "reports/drafting/reply.html", {**context, "blockers": refused.blockers}, status=409)
    messages.success(request, f"Correction {correction.number} is answered.")
    return redirect("reports:detail", partnership, report_id)


def show(request: PortalRequest, report_id: int, blockers: list[Blocker] | None = None) -> HttpResponse:
    """The page of a report; with reasons to refuse it is a 409."""
    page = report_page(report_id=report_id, actor=request.actor)
    context = {
        "page": page,
        "offers": {offer.name: offer for offer in page.offers},
        "may_write": page.author_id == request.actor.person_id and page.is_open_for_words,
        "may_reply": page.author_id == request.actor.person_id and page.state == Report.State.ANSWERED,
        "blockers": blockers or [],
    }
    return render(request, "reports/drafting/detail.html", context, status=409 if blockers else 200)


def with_tick(request: PortalRequest, act: Callable[..., object]) -> Callable[..., object]:
    """An action that reads the words again, with the tick that they are about no child."""
    return partial(act, no_child=request.POST.get("no_child", ""))


def step(
    request: PortalRequest, partnership: str, report_id: int, act: Callable[..., object], done: str
) -> HttpResponse:
    """Do one transition and go back to the report; a refusal shows its reasons there."""
    try:
        act(actor=request.actor, report_id=report_id)
    except Refused as refused:
        return show(request, report_id, refused.blockers)
    messages.success(request, done)
    return redirect("reports:detail", partnership, report_id)
