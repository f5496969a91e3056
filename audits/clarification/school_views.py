"""A school answers the partnership's questions: drafts that only it sees, and all answers at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audits.clarification.forms import AnswersForm
from audits.clarification.models import ClarificationRound
from audits.clarification.policies import may_see_questions
from audits.clarification.school_actions import save_answers, send_answers
from audits.clarification.school_page import SchoolRound, school_round, school_rounds
from audits.clarification.types import OldAnswers
from audits.lifecycle.policies import works_at_school
from audits.lifecycle.queries import current_audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

CONFLICT = 409


@require_safe
@allow(works_at_school)
def listing(request: PortalRequest, urn: int) -> HttpResponse:
    """Every round of questions about the current return."""
    audit = current_audit()
    if audit is None:
        raise Http404
    shown = {"rounds": school_rounds(audit=audit), "cycle": audit.cycle.name, "urn": urn}
    return render(request, "audits/clarification/school_list.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_see_questions, ClarificationRound, "round_id")
def one_round(request: PortalRequest, urn: int, round_id: int) -> HttpResponse:
    """One round: to answer, or to read what was answered."""
    page = school_round(actor=request.actor, round_id=round_id)
    known = known_to(request.actor)
    if request.method == "GET":
        return _draw(request, urn, page, AnswersForm(page=page, known=known))
    form = AnswersForm(request.POST, page=page, known=known)
    if not form.is_valid():
        return _draw(request, urn, page, form, status=422)
    is_sent = request.POST.get("step") == "send"
    try:
        act = send_answers if is_sent else save_answers
        act(actor=request.actor, round_id=round_id, entries=form.entries())
    except Refused as refused:
        form.refuse(refused.blockers)
        return _draw(request, urn, school_round(actor=request.actor, round_id=round_id), form, status=CONFLICT)
    except OldAnswers as old:
        now = school_round(actor=request.actor, round_id=round_id)
        form.take_over(now, old.theirs)
        return _draw(request, urn, now, form, status=CONFLICT)
    words = "Your answers are sent." if is_sent else "Your answers are kept as a draft. Nothing is sent yet."
    messages.success(request, words)
    return redirect("school_questions:round", urn, round_id)


def _draw(request: PortalRequest, urn: int, page: SchoolRound, form: AnswersForm, *, status: int = 200) -> HttpResponse:
    shown = {"page": page, "form": form, "urn": urn}
    return render(request, "audits/clarification/school_round.html", shown, status=status)
