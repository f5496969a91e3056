"""Visits in the browser, for the partnership."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audits.lifecycle.models import Audit
from audits.lifecycle.policies import is_of_partnership
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to
from visits.planning.actions import cancel_visit, schedule_visit
from visits.planning.forms import CancelForm, PlanForm
from visits.planning.models import Visit
from visits.planning.policies import may_list, may_plan, may_see
from visits.planning.queries import candidates, school_of_audit, schools_to_visit, visit_list, visit_page
from visits.record.views import show

PLAN = "visits/planning/schedule.html"
CANCEL = "visits/planning/cancel.html"


def may_plan_for(actor: Actor, audit: Audit) -> bool:
    """The LSCP lead, while no conflict with the school is declared."""
    return may_plan(actor) and is_of_partnership(actor, audit)


@require_safe
@allow(may_list)
def index(request: PortalRequest, partnership: str) -> HttpResponse:  # noqa: ARG001 - of the address
    """Visits coming and past, by week."""
    page = visit_list(without_schools=request.actor.conflicts)
    return render(request, "visits/planning/list.html", {"page": page, "may_plan": may_plan(request.actor)})


@require_safe
@allow(may_plan)
def choose(request: PortalRequest, partnership: str) -> HttpResponse:  # noqa: ARG001 - of the address
    """Find the school to visit."""
    words = request.GET.get("q", "").strip()
    schools = schools_to_visit(words=words, without_schools=request.actor.conflicts)
    return render(request, "visits/planning/choose.html", {"schools": schools, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_plan_for, Audit, "audit_id")
def schedule(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """Plan a visit to the school of one audit."""
    school = school_of_audit(audit_id=audit_id)
    people = candidates(school_id=school.school_id)
    form = PlanForm(request.POST or None, candidates=people, known=known_to(request.actor, Audit, audit_id))
    page = {"form": form, "school": school, "kept_out": [one.name for one in people if one.is_conflicted]}
    if not form.is_valid():
        return render(request, PLAN, page, status=422 if form.is_bound else 200)
    try:
        visit = schedule_visit(actor=request.actor, audit_id=audit_id, plan=form.plan())
    except Refused as refused:
        return render(request, PLAN, {**page, "blockers": refused.blockers}, status=409)
    messages.success(request, f"The visit to {school.name} is planned. The school and the team get an e-mail.")
    return redirect("visits:detail", partnership, visit.pk)


@require_safe
@allow(may_see, Visit, "visit_id")
def detail(request: PortalRequest, partnership: str, visit_id: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """One visit, its team, its notes, and what may be done next."""
    return show(request, visit_id)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_plan, Visit, "visit_id")
def cancel(request: PortalRequest, partnership: str, visit_id: int) -> HttpResponse:
    """Call a visit off, with the reason."""
    form = CancelForm(request.POST or None, known=known_to(request.actor, Visit, visit_id))
    page = {"form": form, "page": visit_page(visit_id=visit_id, actor=request.actor)}
    if not form.is_valid():
        return render(request, CANCEL, page, status=422 if form.is_bound else 200)
    try:
        cancel_visit(actor=request.actor, visit_id=visit_id, reason=form.cleaned_data["reason"])
    except Refused as refused:
        return render(request, CANCEL, {**page, "blockers": refused.blockers}, status=409)
    messages.success(request, "The visit is cancelled. The school and the team get an e-mail.")
    return redirect("visits:detail", partnership, visit_id)
