"""The first pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.tenancy.actor import Actor
from reports.home.queries import area_home, school_home


def is_staff_here(actor: Actor) -> bool:
    """Anybody with a role in this partnership."""
    return actor.works_for_area and bool(actor.roles)


def is_of_school(actor: Actor) -> bool:
    """Anybody with a role at this school."""
    return actor.school_id is not None and bool(actor.roles)


@require_safe
@allow(is_staff_here)
def area(request: PortalRequest, partnership: str) -> HttpResponse:
    """What waits for you, the cycles at a glance, visits to come."""
    page = area_home(actor=request.actor, root=f"/p/{partnership}/")
    return render(request, "reports/home/area.html", {"page": page})


@require_safe
@allow(is_of_school)
def school(request: PortalRequest, urn: int) -> HttpResponse:
    """What to do next, and what has happened."""
    page = school_home(actor=request.actor, urn=urn)
    return render(request, "reports/home/school.html", {"page": page})
