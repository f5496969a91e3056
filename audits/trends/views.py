"""The page of one indicator."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.frameworks.policies import may_see_frameworks
from audits.trends.queries import indicator_page
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@allow(may_see_frameworks)
def indicator(request: PortalRequest, partnership: str, framework_id: int, code: str) -> HttpResponse:
    """Its words now, its history, and what schools answered over the years."""
    try:
        page = indicator_page(framework_id=framework_id, code=code, without_schools=request.actor.conflicts)
    except ObjectDoesNotExist:
        raise Http404 from None
    return render(request, "audits/trends/indicator.html", {"page": page, "slug": partnership})
