"""Visits in the browser, for the school: dates, purpose and the team; never notes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.improvement.queries import asked_after
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from visits.planning.models import Visit
from visits.planning.policies import may_list_at_school, may_see
from visits.planning.queries import visit_list, visit_page


@require_safe
@allow(may_list_at_school)
def index(request: PortalRequest, urn: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """Visits to this school, coming and past."""
    return render(request, "visits/school/list.html", {"page": visit_list()})


@require_safe
@allow(may_see, Visit, "visit_id")
def detail(request: PortalRequest, urn: int, visit_id: int) -> HttpResponse:
    """One visit, and what it led to."""
    page = visit_page(visit_id=visit_id, actor=request.actor)
    shown = {"page": page, "asked_after": asked_after(visit_id=visit_id), "urn": urn}
    return render(request, "visits/school/detail.html", shown)
