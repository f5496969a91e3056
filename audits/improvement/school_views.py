"""A school's list of improvements, below /s/<urn>/."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.improvement import actions, checking
from audits.improvement.creating import add_own
from audits.improvement.forms import AddForm, PlanForm
from audits.improvement.listing import school_list
from audits.improvement.models import Improvement
from audits.improvement.pages import DONE, SCHOOL, SEND_BACK, VERIFY, WITHDRAW, Place, say, show_one
from audits.improvement.policies import may_add, may_plan, may_see, may_verify, may_withdraw, may_work
from audits.improvement.queries import improvement_page, indicators_to_choose, people_here
from audits.improvement.refusing import saying_why
from audits.improvement.rules import who_is_told
from audits.lifecycle.policies import works_at_school
from audits.lifecycle.queries import current_audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


def _here(urn: int) -> Place:
    return Place(shell=SCHOOL, names="school_improvements", root=urn)


def _school(request: PortalRequest) -> int:
    return request.actor.school_id or 0


@require_safe
@allow(works_at_school)
def index(request: PortalRequest, urn: int) -> HttpResponse:
    """The one list: letters, visits, own plan; a contributor sees what is theirs to do."""
    listed = school_list(actor=request.actor, school_id=_school(request), shown=request.GET.get("show", ""))
    is_own = not request.actor.sees_whole_school
    shown = {"listed": listed, "may_add": may_add(request.actor), "is_own": is_own, "urn": urn}
    return render(request, "audits/improvement/school_list.html", shown)


@require_safe
@allow(may_see, Improvement, "improvement_id")
def one(request: PortalRequest, urn: int, improvement_id: int) -> HttpResponse:
    """One of them, its history and what may be done."""
    return show_one(request, _here(urn), improvement_id)


@require_http_methods(["GET", "POST"])
@allow(may_add)
def add(request: PortalRequest, urn: int) -> HttpResponse:
    """Put something on the own plan."""
    indicators = indicators_to_choose(current_audit())
    codes = {code: key for key, code, _text, _critical in indicators}
    form = AddForm(
        request.POST if request.method == "POST" else None,
        indicators=indicators,
        people=people_here(school_id=_school(request)),
        known=known_to(request.actor),
        initial={"indicator": codes.get(request.GET.get("indicator", "").upper())},
    )
    if form.is_valid():
        try:
            made = add_own(actor=request.actor, asked=form.asked(), plan=form.plan())
        except Refused as refused:
            form.refuse(refused.blockers)
        else:
            messages.success(request, f"On the list. {who_is_told(made, by=request.actor.person_id)}".strip())
            return redirect("school_improvements:one", urn, made.pk)
    shown = {"form": form, "urn": urn, "title": "Add something to your own plan", "row": None, "button": "Add it"}
    return render(request, "audits/improvement/plan.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allow(may_plan, Improvement, "improvement_id")
def agree(request: PortalRequest, urn: int, improvement_id: int) -> HttpResponse:
    """Say who does it and by when."""
    words = {"title": "Who does it, and by when?", "button": "Agree", "done": "Agreed."}
    return _plan(request, urn, improvement_id, actions.agree, words)


@require_http_methods(["GET", "POST"])
@allow(may_plan, Improvement, "improvement_id")
def change(request: PortalRequest, urn: int, improvement_id: int) -> HttpResponse:
    """Another owner or another date."""
    words = {"title": "Change owner or date", "button": "Change the plan", "done": "The plan is changed."}
    return _plan(request, urn, improvement_id, actions.change_plan, words)


@require_POST
@allow(may_work, Improvement, "improvement_id")
def start(request: PortalRequest, urn: int, improvement_id: int) -> HttpResponse:
    """Say that the work has begun."""
    try:
        actions.start(actor=request.actor, improvement_id=improvement_id)
    except Refused as refused:
        return show_one(request, _here(urn), improvement_id, refused.blockers)
    messages.success(request, "Kept: the work has begun.")
    return redirect("school_improvements:one", urn, improvement_id)


@require_http_methods(["GET", "POST"])
@allow(may_work, Improvement, "improvement_id")
def done(request: PortalRequest, urn: int, improvement_id: int) -> HttpResponse:
    """Say that it is done, and what shows it."""
    return say(request, _here(urn), improvement_id, actions.say_done, DONE)


@require_http_methods(["GET", "POST"])
@saying_why(_here)
@allow(may_verify, Improvement, "improvement_id")
def verify(request: PortalRequest, urn: int, improvement_id: int) -> HttpResponse:
    """A governor, or another senior, has looked."""
    return say(request, _here(urn), improvement_id, checking.verify, VERIFY)


@require_http_methods(["GET", "POST"])
@saying_why(_here)
@allow(may_verify, Improvement, "improvement_id")
def send_back(request: PortalRequest, urn: int, improvement_id: int) -> HttpResponse:
    """Something is missing."""
    return say(request, _here(urn), improvement_id, checking.send_back, SEND_BACK)


@require_http_methods(["GET", "POST"])
@allow(may_withdraw, Improvement, "improvement_id")
def withdraw(request: PortalRequest, urn: int, improvement_id: int) -> HttpResponse:
    """The head takes something of the own plan off the list."""
    return say(request, _here(urn), improvement_id, checking.withdraw, WITHDRAW)


def _plan(
    request: PortalRequest, urn: int, improvement_id: int, action: Any, words: dict[str, str]  # noqa: ANN401 - agree or change_plan
) -> HttpResponse:  # fmt: skip
    page = improvement_page(actor=request.actor, improvement_id=improvement_id)
    row = page.row
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        people=people_here(school_id=_school(request)),
        known=known_to(request.actor),
        initial={"owner": page.owner_id, "owner_words": page.owner_words, "due_on": row.due_on},
    )
    if form.is_valid():
        try:
            work = action(actor=request.actor, improvement_id=improvement_id, plan=form.plan())
        except Refused as refused:
            form.refuse(refused.blockers)
        else:
            is_new = row.state == "proposed" or (work.owner_id, work.owner_words) != (page.owner_id, page.owner_words)
            told = who_is_told(work, by=request.actor.person_id) if is_new else ""
            messages.success(request, f"{words['done']} {told}".strip())
            return redirect(reverse("school_improvements:one", args=[urn, improvement_id]))
    shown = {"form": form, "row": row, "page": page, "urn": urn, **words}
    return render(request, "audits/improvement/plan.html", shown, status=422 if form.is_bound else 200)
