"""Schools whose kind the register does not tell: the list, and one decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audits.kinds.forms import KindForm
from audits.kinds.queries import KindPage, kind_page, unclear_schools
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.childdata.confirming import ReadKnown
from schools.contacts.known import known_to
from schools.kinds.actions import decide_kind
from schools.kinds.policies import may_decide_kind
from schools.register.models import School
from schools.register.policies import may_see_schools


@require_safe
@allow(may_see_schools)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """All schools that need somebody's word."""
    shown = {"schools": unclear_schools(), "slug": partnership}
    return render(request, "audits/kinds/list.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_see_schools, School, "school_id")
def school(request: PortalRequest, partnership: str, school_id: int) -> HttpResponse:
    """One school: who may decide gets the form, unless the register is clear; the others read."""
    page = kind_page(school_id=school_id)
    form = _form(request, page, known_to(request.actor, School, school_id))
    if form is None and request.method == "POST" and not may_decide_kind(request.actor):
        raise PermissionDenied("kind.decide")
    if form is None or not form.is_valid():
        is_wrong = form is not None and form.is_bound
        shown = {"page": page, "form": form, "slug": partnership}
        return render(request, "audits/kinds/school.html", shown, status=422 if is_wrong else 200)
    decide_kind(actor=request.actor, school_id=school_id, **form.decision())
    messages.success(request, f"{page.name}: your decision is kept. It can be asked in a cycle now.")
    return redirect("kinds:list", partnership)


def _form(request: PortalRequest, page: KindPage, known: ReadKnown) -> KindForm | None:
    if not (page.choices and may_decide_kind(request.actor)):
        return None
    data = request.POST if request.method == "POST" else None
    first = {"governance": page.decided} if page.decided else None
    return KindForm(
        data,
        choices=page.choices,
        is_decided=bool(page.decided),
        initial=first,
        known=known,
    )
