"""The partnership's pages: complaints that wait, answering one, the scrutineer's decision."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.free_text import FreeTextForm
from lscp_portal.workflow import Refused
from reports.complaints import actions
from reports.complaints.forms import AnswerForm, ReasonForm
from reports.complaints.models import Complaint
from reports.complaints.policies import (
    may_handle,
    may_let_go_on,
    may_put_right,
    may_read_complaint,
    may_see_complaints,
    may_take_up,
)
from reports.complaints.queries import complaint_page, list_of
from schools.contacts.known import known_to

PAGE, WORDS = "reports/complaints/page.html", "reports/complaints/words.html"
PASS_ON = {"label": "Why do you not answer it yourself?", "hint": "The school and the scrutineer read it."}
TAKE_UP = {"label": "Why do you take it up?", "hint": "The school reads it."}
RIGHT = {"label": "What was done about it?", "hint": "The school reads it. Publication goes on after this."}
GO_ON = {
    "label": "Why does safety not let publication wait?",
    "hint": "Only where children would be less safe without the report. The school and the scrutineer read it.",
}


class Step(NamedTuple):
    """One step with words: what is done, the page's title, and what is said after it."""

    action: Callable[..., object]
    title: str
    said: str


@require_safe
@allow(may_see_complaints)
def index(request: PortalRequest, partnership: str) -> HttpResponse:
    """Every complaint this person may read; the open ones first."""
    rows = list_of(actor=request.actor)
    shown = {
        "rows": rows,
        "open": sum(row.state not in {"closed", "withdrawn"} for row in rows),
        "late": sum(row.is_late for row in rows),
        "slug": partnership,
    }
    return render(request, "reports/complaints/index.html", shown)


@require_safe
@allow(may_read_complaint, Complaint, "complaint_id")
def page(request: PortalRequest, partnership: str, complaint_id: int) -> HttpResponse:
    """One complaint, with every step and what can be done next."""
    return _draw(request, partnership, complaint_id)


@require_POST
@allow(may_handle, Complaint, "complaint_id")
def acknowledge(request: PortalRequest, partnership: str, complaint_id: int) -> HttpResponse:
    """Tell the school that it has come."""
    try:
        actions.acknowledge(actor=request.actor, complaint_id=complaint_id)
    except Refused as refused:
        return _draw(request, partnership, complaint_id, refused)
    messages.success(request, "Acknowledged. Head and chair are told.")
    return redirect("complaints:page", partnership, complaint_id)


@require_http_methods(["GET", "POST"])
@allow(may_handle, Complaint, "complaint_id")
def answer(request: PortalRequest, partnership: str, complaint_id: int) -> HttpResponse:
    """The first stage."""
    form = AnswerForm(request.POST or None, known=known_to(request.actor, Complaint, complaint_id))
    step = Step(actions.answer, "Answer the complaint", "Answered. Head and chair are told.")
    return _with_form(request, partnership, complaint_id, form, step)


@require_http_methods(["GET", "POST"])
@allow(may_take_up, Complaint, "complaint_id")
def decide(request: PortalRequest, partnership: str, complaint_id: int) -> HttpResponse:
    """The second and last stage."""
    form = AnswerForm(request.POST or None, known=known_to(request.actor, Complaint, complaint_id))
    step = Step(actions.decide, "Decide the complaint", "Decided. The school and the lead are told.")
    return _with_form(request, partnership, complaint_id, form, step)


@require_http_methods(["GET", "POST"])
@allow(may_handle, Complaint, "complaint_id")
def pass_on(request: PortalRequest, partnership: str, complaint_id: int) -> HttpResponse:
    """Hand it to the scrutineer."""
    form = _reason(request, complaint_id, PASS_ON)
    step = Step(actions.pass_on, "Hand the complaint to the scrutineer", "Handed on. Scrutineer and school are told.")
    return _with_form(request, partnership, complaint_id, form, step)


@require_http_methods(["GET", "POST"])
@allow(may_take_up, Complaint, "complaint_id")
def take_up(request: PortalRequest, partnership: str, complaint_id: int) -> HttpResponse:
    """The scrutineer takes it."""
    form = _reason(request, complaint_id, TAKE_UP)
    step = Step(actions.take_up, "Take the complaint up", "It is yours now. The school is told.")
    return _with_form(request, partnership, complaint_id, form, step)


@require_http_methods(["GET", "POST"])
@allow(may_put_right, Complaint, "complaint_id")
def put_right(request: PortalRequest, partnership: str, complaint_id: int) -> HttpResponse:
    """What was done about it."""
    form = _reason(request, complaint_id, RIGHT)
    step = Step(actions.put_right, "Put the complaint right", "Written down. The school is told.")
    return _with_form(request, partnership, complaint_id, form, step)


@require_http_methods(["GET", "POST"])
@allow(may_let_go_on, Complaint, "complaint_id")
def let_go_on(request: PortalRequest, partnership: str, complaint_id: int) -> HttpResponse:
    """Publication does not wait."""
    form = _reason(request, complaint_id, GO_ON)
    step = Step(actions.let_go_on, "Let publication go on", "Publication does not wait for it. The school is told why.")
    return _with_form(request, partnership, complaint_id, form, step)


def _reason(request: PortalRequest, complaint_id: int, words: Mapping[str, str]) -> ReasonForm:
    known = known_to(request.actor, Complaint, complaint_id)
    return ReasonForm(request.POST or None, label=words["label"], hint=words["hint"], known=known)


def _with_form(
    request: PortalRequest, partnership: str, complaint_id: int, form: FreeTextForm, step: Step
) -> HttpResponse:
    if not form.is_valid():
        complaint = complaint_page(complaint_id=complaint_id, actor=request.actor)
        shown = {"complaint": complaint, "form": form, "slug": partnership, "title": step.title}
        return render(request, WORDS, shown, status=422 if form.is_bound else 200)
    try:
        step.action(actor=request.actor, complaint_id=complaint_id, **form.cleaned_data)
    except Refused as refused:
        return _draw(request, partnership, complaint_id, refused)
    messages.success(request, step.said)
    return redirect("complaints:page", partnership, complaint_id)


def _draw(request: PortalRequest, slug: str, complaint_id: int, refused: Refused | None = None) -> HttpResponse:
    shown = {
        "complaint": complaint_page(complaint_id=complaint_id, actor=request.actor),
        "blockers": refused.blockers if refused else [],
        "slug": slug,
    }
    return render(request, PAGE, shown, status=409 if refused else 200)
