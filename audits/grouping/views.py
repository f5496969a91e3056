"""Groups of a cycle, and how each school is asked: a list that can be searched, chosen from and arranged."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from audits.cycles.models import Cycle, CycleGroup
from audits.cycles.policies import may_run_cycles
from audits.grouping import actions
from audits.grouping.forms import DivideForm, GroupForm, OrderForm, SchoolFilterForm
from audits.grouping.policies import may_run_groups
from audits.grouping.queries import PAGE, group_of, grouping_page, ids_found
from audits.grouping.types import Done, GroupingPage, SchoolFilter
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.types import Pages
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@allow(may_run_cycles, Cycle, "cycle_id")
def schools(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """The groups, and the schools to choose from; POST arranges those chosen, or all that were found."""
    asked = request.POST if request.method == "POST" else request.GET
    search = SchoolFilterForm(asked)
    wanted = search.wanted()
    page = grouping_page(cycle_id=cycle_id, wanted=wanted)
    form = OrderForm(request.POST or None, page=page, has_sections=page.has_sections, known=known_to(request.actor))
    chosen = {int(key) for key in asked.getlist("school") if key.isdecimal()}
    shown = {"page": page, "form": form, "wanted": wanted, "chosen": chosen, "everybody": "everybody" in asked}
    if not form.is_valid():
        return _schools(request, shown, status=422 if form.is_bound else 200)
    ids = ids_found(cycle_id=cycle_id, wanted=wanted) if "everybody" in asked else sorted(chosen)
    if not ids:
        form.add_error("what", "Choose at least one school")
        return _schools(request, shown, status=422)
    try:
        done = actions.arrange(actor=request.actor, cycle_id=cycle_id, school_ids=ids, order=form.order())
    except Refused as refused:
        return _schools(request, shown | {"blockers": refused.blockers}, status=409)
    messages.success(request, _told(done))
    query = urlencode(_asked(wanted))
    return redirect(f"{request.path}?{query}" if query else request.path)


@require_http_methods(["GET", "POST"])
@allow(may_run_cycles, Cycle, "cycle_id")
def divide(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """Make groups by a rule, with dates one after the other."""
    page = grouping_page(cycle_id=cycle_id, wanted=SchoolFilter())
    form = DivideForm(request.POST or None, initial={"opens_on": page.opens_on, "by": "size"})
    shown = {"page": page, "form": form, "slug": partnership}
    if not form.is_valid():
        return render(request, "audits/grouping/divide.html", shown, status=422 if form.is_bound else 200)
    try:
        number = actions.divide(actor=request.actor, cycle_id=cycle_id, division=form.division())
    except Refused as refused:
        return render(request, "audits/grouping/divide.html", shown | {"blockers": refused.blockers}, status=409)
    messages.success(request, f"{number} groups are made. Look at their dates, and move schools where it fits better.")
    return redirect("grouping:schools", partnership, cycle_id)


@require_http_methods(["GET", "POST"])
@allow(may_run_cycles, Cycle, "cycle_id")
def add(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """One more group."""
    form = GroupForm(request.POST or None)
    shown: dict[str, Any] = {"form": form, "slug": partnership, "cycle_id": cycle_id}
    if not form.is_valid():
        return render(request, "audits/grouping/group.html", shown, status=422 if form.is_bound else 200)
    try:
        group = actions.add_group(actor=request.actor, cycle_id=cycle_id, dates=form.dates())
    except Refused as refused:
        return render(request, "audits/grouping/group.html", shown | {"blockers": refused.blockers}, status=409)
    messages.success(request, f"{group.name} is added. Now put schools into it.")
    return redirect("grouping:schools", partnership, cycle_id)


@require_http_methods(["GET", "POST"])
@allow(may_run_groups, CycleGroup, "group_id")
def change(request: PortalRequest, partnership: str, group_id: int) -> HttpResponse:
    """Another name or other dates, before it opens."""
    try:
        group = group_of(group_id=group_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    initial = {"name": group.name, "opens_on": group.opens_on, "due_on": group.due_on}
    form = GroupForm(request.POST or None, initial=initial)
    shown: dict[str, Any] = {"form": form, "slug": partnership, "cycle_id": group.cycle_id, "group": group}
    if not form.is_valid():
        return render(request, "audits/grouping/group.html", shown, status=422 if form.is_bound else 200)
    try:
        actions.change_group(actor=request.actor, group_id=group_id, dates=form.dates())
    except Refused as refused:
        return render(request, "audits/grouping/group.html", shown | {"blockers": refused.blockers}, status=409)
    messages.success(request, f"{form.dates().name} is changed.")
    return redirect("grouping:schools", partnership, group.cycle_id)


@require_POST
@allow(may_run_groups, CycleGroup, "group_id")
def remove(request: PortalRequest, partnership: str, group_id: int) -> HttpResponse:
    """Take a group out; its schools are in none then."""
    try:
        group = actions.remove_group(actor=request.actor, group_id=group_id)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    messages.success(request, f"{group.name} is taken out. Its schools are in no group now.")
    return redirect("grouping:schools", partnership, group.cycle_id)


@require_POST
@allow(may_run_groups, CycleGroup, "group_id")
def open_(request: PortalRequest, partnership: str, group_id: int) -> HttpResponse:
    """Open a group before its day, or after the worker was away."""
    try:
        opening = actions.open_group(actor=request.actor, group_id=group_id)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    number = opening.invited if opening else 0
    messages.success(request, f"The group is open. {number} school{'' if number == 1 else 's'} got an audit.")
    return redirect("grouping:schools", partnership, group_of(group_id=group_id).cycle_id)


def _schools(request: PortalRequest, shown: dict[str, Any], *, status: int) -> HttpResponse:
    page, wanted = shown["page"], shown["wanted"]
    search = SchoolFilterForm(initial=_asked(wanted))
    search.offer(page)
    shown |= {"search": search, "asked": _asked(wanted), "pages": _pages(page, wanted, request.path)}
    return render(request, "audits/grouping/schools.html", shown | {"slug": request.place.slug}, status=status)


def _asked(wanted: SchoolFilter) -> dict[str, str]:
    asked = {
        "q": wanted.words,
        "phase": wanted.phase,
        "la": wanted.la_code,
        "trust": wanted.trust_uid,
        "group": wanted.group,
        "how": wanted.how,
    }
    return {name: value for name, value in asked.items() if value}


def _told(done: Done) -> str:
    words = "1 school is arranged." if done.schools == 1 else f"{done.schools} schools are arranged."
    if not done.begun:
        return words
    return f"{words} {done.begun} {'was' if done.begun == 1 else 'were'} left as before: the audit exists already."


def _pages(page: GroupingPage, wanted: SchoolFilter, path: str) -> Pages:
    def address(start: int) -> str:
        query = urlencode(_asked(wanted) | ({"start": str(start)} if start else {}))
        return f"{path}?{query}" if query else path

    last = min(page.start + PAGE, page.found)
    return Pages(
        previous_href=address(max(0, page.start - PAGE)) if page.start else "",
        next_href=address(page.start + PAGE) if last < page.found else "",
        position=f"Schools {page.start + 1} to {last} of {page.found}" if page.rows else "",
    )
