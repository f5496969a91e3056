"""The lead's page of who reads how much."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audits.workload.policies import may_see_workload
from audits.workload.queries import workload
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@allow(may_see_workload)
def page(request: PortalRequest, partnership: str) -> HttpResponse:
    """Every reader by name; nobody is ranked, and no time is shown."""
    asked = request.GET.get("cycle", "")
    cycle_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0  # noqa: PLR2004
    shown = {
        "page": workload(actor=request.actor, cycle_id=cycle_id, today=timezone.localdate()),
        "slug": partnership,
    }
    return render(request, "audits/workload/page.html", shown)
