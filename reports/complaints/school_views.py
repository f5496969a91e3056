"""A school's pages: complain, follow it, go to the scrutineer."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from reports.complaints import actions
from reports.complaints.forms import ComplaintForm, ReasonForm
from reports.complaints.models import Complaint
from reports.complaints.policies import may_complain, may_read_ours
from reports.complaints.queries import complaint_page, ours
from reports.complaints.rules import acknowledge_by, first_answer_by, second_answer_by
from schools.contacts.known import known_to

ASK = {
    "label": "What does the answer not settle?",
    "hint": "The independent scrutineer works for neither the school nor the LSCP lead, and reads everything here.",
}
ASKED = "The independent scrutineer has your complaint."
BACK = {"label": "Why do you take it back?", "hint": "You need not say."}


@require_safe
@allow(may_read_ours)
def index(request: PortalRequest, urn: int) -> HttpResponse:
    """The school's complaints, and how complaining works."""
    today = timezone.localdate()
    shown = {
        "rows": ours(school_id=request.actor.school_id or 0),
        "may_complain": may_complain(request.actor),
        "days": (acknowledge_by(today), first_answer_by(today), second_answer_by(today)),
        "urn": urn,
    }
    return render(request, "reports/complaints/school_index.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_complain)
def new(request: PortalRequest, urn: int) -> HttpResponse:
    """Write a complaint and send it."""
    form = ComplaintForm(request.POST or None, known=known_to(request.actor))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "reports/complaints/school_new.html", {"form": form, "urn": urn}, status=status)
    made = actions.make(actor=request.actor, words=form.words())
    messages.success(request, "Your complaint is made. Publication of reports on your school waits for its answer.")
    return redirect("school_complaints:page", urn, made.pk)


@require_safe
@allow(may_read_ours, Complaint, "complaint_id")
def page(request: PortalRequest, urn: int, complaint_id: int) -> HttpResponse:
    """One complaint: what was said, what came back, what can be done next."""
    return _draw(request, urn, complaint_id)


@require_http_methods(["GET", "POST"])
@allow(may_complain, Complaint, "complaint_id")
def accept(request: PortalRequest, urn: int, complaint_id: int) -> HttpResponse:
    """Content with the answer: asked once more, since it ends the complaint."""
    if request.method == "GET":
        complaint = complaint_page(complaint_id=complaint_id, actor=request.actor)
        return render(request, "reports/complaints/school_accept.html", {"complaint": complaint, "urn": urn})
    return _done(request, urn, complaint_id, actions.accept, "Thank you. The complaint is closed.")


@require_http_methods(["GET", "POST"])
@allow(may_complain, Complaint, "complaint_id")
def ask(request: PortalRequest, urn: int, complaint_id: int) -> HttpResponse:
    """To the independent scrutineer."""
    form = ReasonForm(request.POST or None, label=ASK["label"], hint=ASK["hint"], known=known_to(request.actor))
    if not form.is_valid():
        return _draw_words(request, urn, complaint_id, form, is_withdrawal=False)
    return _done(request, urn, complaint_id, partial(actions.ask_scrutineer, words=form.cleaned_data["words"]), ASKED)


@require_http_methods(["GET", "POST"])
@allow(may_complain, Complaint, "complaint_id")
def withdraw(request: PortalRequest, urn: int, complaint_id: int) -> HttpResponse:
    """Take it back."""
    typed, known = request.POST if request.method == "POST" else None, known_to(request.actor)
    form = ReasonForm(typed, label=BACK["label"], hint=BACK["hint"], is_needed=False, known=known)
    if not form.is_valid():
        return _draw_words(request, urn, complaint_id, form, is_withdrawal=True)
    words = form.cleaned_data["words"]
    return _done(request, urn, complaint_id, partial(actions.withdraw, words=words), "The complaint is withdrawn.")


def _done(
    request: PortalRequest, urn: int, complaint_id: int, action: Callable[..., object], said: str
) -> HttpResponse:
    try:
        action(actor=request.actor, complaint_id=complaint_id)
    except Refused as refused:
        return _draw(request, urn, complaint_id, refused)
    messages.success(request, said)
    return redirect("school_complaints:page", urn, complaint_id)


def _draw_words(
    request: PortalRequest, urn: int, complaint_id: int, form: ReasonForm, *, is_withdrawal: bool
) -> HttpResponse:
    complaint = complaint_page(complaint_id=complaint_id, actor=request.actor)
    shown = {"complaint": complaint, "form": form, "urn": urn, "is_withdrawal": is_withdrawal}
    return render(request, "reports/complaints/school_words.html", shown, status=422 if form.is_bound else 200)


def _draw(request: PortalRequest, urn: int, complaint_id: int, refused: Refused | None = None) -> HttpResponse:
    shown = {
        "complaint": complaint_page(complaint_id=complaint_id, actor=request.actor),
        "blockers": refused.blockers if refused else [],
        "urn": urn,
    }
    return render(request, "reports/complaints/school_page.html", shown, status=409 if refused else 200)
