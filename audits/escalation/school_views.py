"""The letter about the return, as chair, head and safeguarding lead read it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.escalation.models import PoorQualityCase
from audits.escalation.policies import may_see_letter
from audits.escalation.school_page import school_case
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@allow(may_see_letter, PoorQualityCase, "case_id")
def case(request: PortalRequest, urn: int, case_id: int) -> HttpResponse:
    """The letter, what to do now, and to whom the partnership has written besides."""
    shown = {"page": school_case(actor=request.actor, case_id=case_id), "urn": urn}
    return render(request, "audits/escalation/school_case.html", shown)
