"""Calls and letters that a person makes. Nothing here is sent by itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audits.chasing import actions
from audits.chasing.forms import TaskForm
from audits.chasing.models import Channel, ChaseTask
from audits.chasing.pages import CallPage
from audits.chasing.policies import may_chase
from audits.chasing.queries import call_page, calls_made, calls_to_make
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.documents.rendering import render_pdf
from lscp_portal.documents.types import Limits, RenderRefused, RenderTimeout
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

QUICK = Limits(wall_seconds=20, cpu_seconds=15)  # somebody waits for it


@require_safe
@allow(may_chase)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """What waits, the oldest first, and what was done."""
    shown = {"calls": calls_to_make(), "made": calls_made(), "today": timezone.localdate(), "slug": partnership}
    return render(request, "audits/chasing/calls.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_chase, ChaseTask, "task_id")
def detail(request: PortalRequest, partnership: str, task_id: int) -> HttpResponse:
    """Whom to call and what to say, and what came of it."""
    form = TaskForm(request.POST or None, known=known_to(request.actor, ChaseTask, task_id))
    if form.is_valid():
        try:
            actions.finish_task(actor=request.actor, task_id=task_id, **form.cleaned_data)
        except Refused as refused:
            return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
        messages.success(request, "It is written down.")
        return redirect("chasing:calls", partnership)
    shown = {"page": _page(request, task_id), "form": form, "slug": partnership}
    return render(request, "audits/chasing/call.html", shown, status=422 if form.is_bound else 200)


@require_safe
@allow(may_chase, ChaseTask, "task_id")
def letter_pdf(request: PortalRequest, partnership: str, task_id: int) -> HttpResponse:
    """The draft as a tagged PDF, made now. When that fails the text is there."""
    page = _letter(request, task_id)
    shown = {"page": page, "partnership": request.place.partnership_name, "today": timezone.localdate()}
    try:
        pdf = render_pdf(render_to_string("audits/chasing/section_16h.html", shown), limits=QUICK)
    except (RenderTimeout, RenderRefused):
        return render(request, "audits/chasing/no_pdf.html", {"page": page, "slug": partnership}, status=503)
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": _file(page, "pdf")}
    )  # fmt: skip


@require_safe
@allow(may_chase, ChaseTask, "task_id")
def letter_text(request: PortalRequest, *, task_id: int, **_place: object) -> HttpResponse:
    """The draft as text, to go on with in a word processor."""
    page = _letter(request, task_id)
    return HttpResponse(
        "\r\n\r\n".join([page.step.subject, *page.words]).replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n",
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": _file(page, "txt")},
    )


def _page(request: PortalRequest, task_id: int) -> CallPage:
    try:
        return call_page(tenant_id=request.actor.tenant_id, task_id=task_id)
    except ChaseTask.DoesNotExist:
        raise Http404 from None


def _letter(request: PortalRequest, task_id: int) -> CallPage:
    """Raises Http404 for a call, which has no letter."""
    page = _page(request, task_id)
    if page.call.channel != Channel.LETTER:
        raise Http404
    return page


def _file(page: CallPage, kind: str) -> str:
    return f'attachment; filename="letter-{page.call.urn}.{kind}"'
