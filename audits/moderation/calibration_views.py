"""How far readers agree, for lead and scrutineer; each reviewer for herself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.moderation.calibration import calibration_lines, calibration_page
from audits.moderation.policies import may_see_list, oversees
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.files import csv_file


@require_safe
@allow(may_see_list)
def calibration(request: PortalRequest, partnership: str) -> HttpResponse:
    """By reader, section and indicator; a reviewer sees their own figure only."""
    page = calibration_page(actor=request.actor)
    return render(request, "audits/moderation/calibration.html", {"page": page, "slug": partnership})


@require_safe
@allow(oversees)
def as_csv(request: PortalRequest, partnership: str) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    return csv_file(calibration_lines(actor=request.actor), name=f"agreement-{partnership}.csv")
