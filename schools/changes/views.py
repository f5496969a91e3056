"""The change list: what a later extract would change, one decision each or one for a whole kind."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.types import Pages
from lscp_portal.workflow import Refused
from schools.changes.actions import accept_group, decide, take_up
from schools.changes.forms import AcceptForm, ChangeFilterForm, DecisionForm
from schools.changes.models import Proposal
from schools.changes.policies import may_decide
from schools.changes.queries import PAGE, change_list, preview_of, proposal_row
from schools.changes.types import ChangeList
from schools.contacts.known import known_to
from schools.register.policies import may_see_schools

ALIVE = {"waiting", "held", "explained"}
DONE = {
    "accept": "It is taken over.",
    "hold": "It is held, and comes back to you.",
    "explain": "Our school stays as it is; your reason is kept with it.",
}


@require_safe
@allow(may_see_schools)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """What is to be decided; or what is held, or explained."""
    wanted = ChangeFilterForm(request.GET).wanted()
    page = change_list(**wanted)
    shown = {
        "page": page,
        "show": wanted["show"],
        "group": wanted["group"],
        "may_decide": may_decide(request.actor),
        "pages": _pages(page, wanted, request.path),
        "slug": partnership,
    }
    return render(request, "schools/changes/list.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_decide)
def accept(request: PortalRequest, partnership: str) -> HttpResponse:
    """All of one kind: first a preview, then the deed."""
    if request.method == "POST":
        return _accept(request, partnership)
    try:
        page = preview_of(group=request.GET.get("group", ""))
    except ValueError:
        return redirect("changes:list", partnership)
    return render(request, "schools/changes/accept.html", {"page": page, "slug": partnership})


@require_http_methods(["GET", "POST"])
@allow(may_decide, Proposal, "change_id")
def change(request: PortalRequest, partnership: str, change_id: int) -> HttpResponse:
    """One change, and what becomes of it."""
    row = proposal_row(change_id=change_id)
    form = DecisionForm(
        request.POST if request.method == "POST" else None, initial={"note": row.note}, known=known_to(request.actor)
    )
    if not form.is_valid():
        return _draw(request, row, form, status=422 if form.is_bound else 200)
    try:
        decide(actor=request.actor, change_id=change_id, decision=form.decision())
    except Refused as refused:
        return _draw(request, row, form, status=409, blockers=refused.blockers)
    messages.success(request, f"{row.school}: {DONE[form.cleaned_data['choice']]}")
    return redirect("changes:list", partnership)


@require_POST
@allow(may_decide, Proposal, "change_id")
def take_up_again(request: PortalRequest, partnership: str, change_id: int) -> HttpResponse:
    """A decision is taken back."""
    try:
        take_up(actor=request.actor, change_id=change_id)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    return redirect("changes:change", partnership, change_id)


def _draw(request: PortalRequest, row: Any, form: DecisionForm, *, status: int, blockers: Any = ()) -> HttpResponse:  # noqa: ANN401
    shown = {
        "row": row,
        "form": form,
        "refused": blockers,
        "is_alive": row.state in ALIVE,
        "can_take_up": row.is_set_aside,
        "slug": request.place.slug,
    }
    return render(request, "schools/changes/change.html", shown, status=status)


def _accept(request: PortalRequest, partnership: str) -> HttpResponse:
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return redirect("changes:list", partnership)
    try:
        done = accept_group(actor=request.actor, **form.cleaned_data)
    except Refused as refused:
        shown = {"page": preview_of(group=form.cleaned_data["group"]), "refused": refused.blockers, "slug": partnership}
        return render(request, "schools/changes/accept.html", shown, status=409)
    messages.success(request, "1 change is taken over." if done == 1 else f"{done:,} changes are taken over.")
    return redirect("changes:list", partnership)


def _pages(page: ChangeList, wanted: dict[str, Any], path: str) -> Pages:
    def address(start: int) -> str:
        query = urlencode({name: value for name, value in (wanted | {"start": start}).items() if value})
        return f"{path}?{query}" if query else path

    last = min(page.start + PAGE, page.total)
    return Pages(
        previous_href=address(max(0, page.start - PAGE)) if page.start else "",
        next_href=address(page.start + PAGE) if last < page.total else "",
        position=f"Changes {page.start + 1} to {last} of {page.total}" if page.rows else "",
    )
