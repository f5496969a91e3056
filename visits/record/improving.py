"""After a visit the team or the lead asks the school for something; it comes onto the school's one list."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audits.improvement.creating import ask_after_visit
from audits.improvement.forms import AskForm
from audits.improvement.models import Improvement
from audits.improvement.policies import may_ask_after_visit
from audits.improvement.queries import indicators_to_choose
from audits.improvement.types import Asked
from audits.lifecycle.models import Audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.known import known_to
from visits.planning.models import Visit


def ask(*, actor: Actor, visit_id: int, asked: Asked, due_on: date | None = None) -> Improvement:
    """Ask the school for something that the visit found, once its record is complete. due_on: None for the usual time.

    Raises PermissionDenied (somebody who was not there, the lead apart), Refused, Visit.DoesNotExist.
    """
    visit: Visit = Visit.objects.select_for_update(of=("self",), no_key=True).get(pk=visit_id)
    was_there = visit.team.filter(person_id=actor.person_id).exists()
    if not may_ask_after_visit(actor, visit) or not (was_there or "lead" in actor.roles):
        raise PermissionDenied("visit.ask")
    if visit.state != Visit.State.RECORDED:
        raise Refused([Blocker("state", "Complete the record of the visit first.")])
    audit = Audit.objects.select_related("school").get(pk=visit.audit_id)
    return ask_after_visit(actor=actor, audit=audit, visit_id=visit.pk, asked=asked, due_on=due_on)


@require_http_methods(["GET", "POST"])
@allow(may_ask_after_visit, Visit, "visit_id")
def ask_school(request: PortalRequest, partnership: str, visit_id: int) -> HttpResponse:
    """What the school is asked to do, who can help, and by when."""
    visit = Visit.objects.select_related("audit__cycle__framework", "school").get(pk=visit_id)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        indicators=indicators_to_choose(visit.audit),
        known=known_to(request.actor, Visit, visit_id),
    )
    if form.is_valid():
        try:
            ask(actor=request.actor, visit_id=visit_id, asked=form.asked(), due_on=form.due())
        except Refused as refused:
            form.refuse(refused.blockers)
        else:
            messages.success(request, "On the school’s list. Its safeguarding leads and its head are told.")
            return redirect("visits:detail", partnership, visit_id)
    shown = {"form": form, "visit": visit, "slug": partnership}
    return render(request, "visits/record/ask.html", shown, status=422 if form.is_bound else 200)
