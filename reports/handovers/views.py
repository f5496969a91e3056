"""Records that go on with their schools, for the partnership: what came, what was given, and the papers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from reports.handovers.actions import accept_handover, hand_over_moved
from reports.handovers.papers import PaperPage, package_page, paper_for
from reports.handovers.policies import may_accept, may_hand_over, may_see_handovers
from schools.handovers.models import Handover
from schools.handovers.queries import packages_given, packages_received
from schools.register.models import School


@require_safe
@allow(may_see_handovers)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """What came here, what waits to be accepted, what was given away."""
    shown = {"received": packages_received(), "given": packages_given(), "slug": partnership}
    return render(request, "reports/handovers/list.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_see_handovers)
def package(request: PortalRequest, partnership: str, handover_id: int) -> HttpResponse:
    """One package that came here; the administrator or lead accepts it."""
    found, school_id = package_page(handover_id=handover_id)
    shown = {
        "package": found,
        "school_id": school_id,
        "may_accept": may_accept(request.actor) and found.is_waiting,
        "slug": partnership,
    }
    if request.method == "GET":
        return render(request, "reports/handovers/package.html", shown)
    try:
        accept_handover(actor=request.actor, handover_id=handover_id)
    except Handover.DoesNotExist:  # accepted by somebody else meanwhile
        return redirect("handovers:package", partnership, handover_id)
    except Refused as refused:
        return render(request, "reports/handovers/package.html", {**shown, "refused": refused.blockers}, status=409)
    messages.success(request, f"The record of {found.from_name} is yours to read, and the school's.")
    return redirect("handovers:package", partnership, handover_id)


@require_POST
@allow(may_hand_over, School, "school_id")
def give(request: PortalRequest, partnership: str, school_id: int) -> HttpResponse:
    """Give what has come to the record of a school that moved since the last package."""
    given = hand_over_moved(actor=request.actor, school_id=school_id)
    if given:
        messages.success(request, f"Package {given.number} is handed over. The new partnership has to accept it.")
    else:
        messages.warning(request, "Nothing was handed over: nothing is new, or the new area does not work here.")
    return redirect("register:school", partnership, school_id)


@require_safe
@allow(may_see_handovers)
def paper(request: PortalRequest, partnership: str, item_id: int) -> HttpResponse:
    """One paper of a school's earlier record."""
    shown = {"page": paper_for(actor=request.actor, item_id=item_id), "slug": partnership}
    return render(request, "reports/handovers/paper.html", shown)


@require_safe
@allow(may_see_handovers)
def paper_json(request: PortalRequest, partnership: str, item_id: int) -> HttpResponse:  # noqa: ARG001 - the address
    """The exact bytes that the hash is of."""
    return download(paper_for(actor=request.actor, item_id=item_id))


def download(page: PaperPage) -> HttpResponse:
    """A paper's content as a file. Raises Http404 where it is not what was given."""
    if not page.is_intact:
        raise Http404
    response = HttpResponse(page.text.encode("utf-8"), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.kind}-{page.from_urn}-{page.dated_on}.json"'
    return response
