"""Whoever may not verify reads why: “ask for another role” is wrong where it is about what they did themselves."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from audits.improvement.models import Improvement
from audits.improvement.pages import Place
from audits.improvement.policies import may_see
from audits.improvement.queries import improvement_page, why_not
from lscp_portal.access.request import PortalRequest

View = Callable[..., HttpResponseBase]


def saying_why(place_of: Callable[[Any], Place]) -> Callable[[View], View]:
    """Stands above `@allow(may_verify, …)`: a refusal says why, to people who may read the improvement.

    place_of: from the address's urn or slug. Still 403. Where it is about the role, the usual page stays.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def explained(request: PortalRequest, improvement_id: int, **address: object) -> HttpResponseBase:
            try:
                return view(request, improvement_id=improvement_id, **address)
            except PermissionDenied:
                work = get_object_or_404(Improvement, pk=improvement_id)
                why = why_not(request.actor, work) if may_see(request.actor, work) else ""
                if not why:
                    raise
            (root,) = address.values()
            page = improvement_page(actor=request.actor, improvement_id=improvement_id)
            shown = {"why": why, "page": page, "row": page.row, **place_of(root).context()}
            return render(request, "audits/improvement/not_you.html", shown, status=403)

        return explained

    return decorate
