"""A declared conflict is answered in words, and the attempt goes into the trail."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from audits.escalation.models import CaseStep, PoorQualityCase
from audits.lifecycle.models import Audit
from audits.moderation.models import SecondReading
from audits.review.models import Review
from lscp_portal.access.request import KeptRefusal, PortalRequest
from lscp_portal.tenancy.models import SchoolOwned
from schools.register.models import School

View = Callable[..., HttpResponseBase]
ABOUT: dict[str, type[SchoolOwned]] = {  # argument of an address -> what it names
    "review_id": Review, "second_id": SecondReading, "case_id": PoorQualityCase, "step_id": CaseStep,
    "audit_id": Audit,
}  # fmt: skip


def explains_conflict(view: View) -> View:
    """Put outside @allow: where it refuses somebody because of her own declaration, say so, with 403."""

    @wraps(view)
    def explained(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - any view's
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            school_id = _school_of(kwargs)
            if school_id not in request.actor.conflicts:
                raise
            request.refusal = KeptRefusal("interest.kept_out", School(pk=school_id))
            return render(request, "audits/review/in_conflict.html", status=403)

    return explained


def asks_interests_first(view: View) -> View:
    """Put outside @allow: a reviewer who has said nothing about this school yet says so first, and comes back."""

    @wraps(view)
    def asked(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - any view's
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            school_id, actor = _school_of(kwargs), request.actor
            if "reviewer" not in actor.roles or school_id is None or school_id in actor.conflicts | actor.cleared:
                raise
            declaration = reverse("reviews:declare", args=[request.place.slug, school_id])
            return redirect(f"{declaration}?{urlencode({'next': request.path})}")

    return asked


def _school_of(kwargs: dict[str, Any]) -> int | None:
    """The school that the address is about. At most one query."""
    if "school_id" in kwargs:
        return int(kwargs["school_id"])
    key, model = next(((kwargs[name], model) for name, model in ABOUT.items() if name in kwargs), (None, Audit))
    rows = model.objects.filter(pk=key)
    school_id: int | None = rows.values_list("school_id", flat=True).first()
    return school_id
