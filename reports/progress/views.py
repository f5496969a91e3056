"""The manager's view of one cycle."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.cycles.models import Cycle
from audits.cycles.policies import may_see_cycles
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from reports.progress.queries import progress_page


@require_safe
@allow(may_see_cycles, Cycle, "cycle_id")
def progress(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """Return rate, parts of the area, who is stuck, and the feedback clock. ?why= shows all of one reason."""
    every, root = request.GET.get("why", ""), f"/p/{partnership}/"
    page = progress_page(actor=request.actor, cycle_id=cycle_id, root=root, every=every)
    return render(request, "reports/progress/progress.html", {"page": page})
