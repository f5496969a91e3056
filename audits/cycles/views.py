"""Cycles: planning one, opening it for every school, watching how far it is."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.cycles import actions
from audits.cycles.forms import AuditFilterForm, PlanForm, years
from audits.cycles.models import Cycle
from audits.cycles.policies import may_run_cycles, may_see_cycles
from audits.cycles.queries import PAGE, closing_page, cycle_page, cycles, group_choices
from audits.cycles.types import AuditFilter, CycleExists, CyclePage, Opening
from audits.cycles.weeks import cycle_calendar
from audits.frameworks.models import Framework
from audits.frameworks.queries import adopted_frameworks, choice_of
from audits.frameworks.types import FrameworkChoice
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.fields import in_words
from lscp_portal.ui.types import Cell, Fact, Heading, Pages
from lscp_portal.workflow import Refused

HEADINGS = ("School", "URN", "Kind", Heading("Indicators", numeric=True), "State", "Due", "Submitted")


@require_safe
@allow(may_see_cycles)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """All cycles, newest first."""
    shown = {"cycles": cycles(), "may_plan": may_run_cycles(request.actor), "slug": partnership}
    return render(request, "audits/cycles/cycles.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_run_cycles)
def plan(request: PortalRequest, partnership: str) -> HttpResponse:
    """Plan a cycle with a framework: the only one, or the one the address names."""
    choice, adopted = _framework(request)
    if choice is None:
        return render(request, "audits/cycles/choose_framework.html", {"adopted": adopted, "slug": partnership})
    form = PlanForm(request.POST or None, choice=choice, initial={"year": years(timezone.localdate())[1][0]})
    if form.is_valid():
        try:
            cycle = actions.plan_cycle(actor=request.actor, plan=form.plan())
        except CycleExists:
            form.add_error("mode", "There is a cycle of this kind for this academic year already")
        else:
            messages.success(request, "The cycle is planned. No school has been told yet.")
            return redirect("cycles:detail", partnership, cycle.pk)
    shown = {"form": form, "choice": choice, "slug": partnership}
    return render(request, "audits/cycles/plan.html", shown, status=422 if form.is_bound else 200)


@require_safe
@allow(may_see_cycles)
def detail(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """What opening it would do; once open, how far each school is."""
    groups = group_choices(cycle_id=cycle_id)
    wanted = AuditFilterForm(request.GET, groups=groups).wanted()
    try:
        page = cycle_page(actor=request.actor, cycle_id=cycle_id, wanted=wanted)
    except Cycle.DoesNotExist:
        raise Http404 from None
    shown = {
        "page": page,
        "form": AuditFilterForm(initial=_asked(wanted), groups=groups),
        "is_filtered": bool(_asked(wanted)),
        "may_run": may_run_cycles(request.actor),
        "facts": _facts(page, request.path),
        "headings": HEADINGS,
        "rows": _rows(page, partnership),
        "pages": _pages(page, wanted, request.path),
        "slug": partnership,
    }
    template = "planned.html" if page.plan else "detail.html"
    return render(request, f"audits/cycles/{template}", shown)


@require_safe
@allow(may_see_cycles, Cycle, "cycle_id")
def calendar(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """The cycle week by week."""
    shown = {"calendar": cycle_calendar(cycle_id=cycle_id), "slug": partnership}
    return render(request, "audits/cycles/calendar.html", shown)


@require_POST
@allow(may_run_cycles, Cycle, "cycle_id")
def open_(request: PortalRequest, *, cycle_id: int, **_place: object) -> HttpResponse:
    """An audit for every open school."""
    return _do(request, cycle_id, actions.open_cycle, lambda opening: f"The cycle is open. {_told(opening)}")


@require_POST
@allow(may_run_cycles, Cycle, "cycle_id")
def invite(request: PortalRequest, *, cycle_id: int, **_place: object) -> HttpResponse:
    """An audit for schools that have none yet."""
    return _do(request, cycle_id, actions.invite_missing, _told)


@require_http_methods(["GET", "POST"])
@allow(may_run_cycles, Cycle, "cycle_id")
def close(request: PortalRequest, *, cycle_id: int, partnership: str) -> HttpResponse:
    """Ask first: which schools have not handed in. Then no new returns."""
    if request.method == "POST":
        return _do(request, cycle_id, actions.close_cycle, lambda _cycle: "The cycle is closed to new returns.")
    shown = {"page": closing_page(cycle_id=cycle_id), "slug": partnership}
    return render(request, "audits/cycles/close.html", shown)


@require_POST
@allow(may_run_cycles, Cycle, "cycle_id")
def reopen(request: PortalRequest, *, cycle_id: int, **_place: object) -> HttpResponse:
    """Returns again."""
    return _do(request, cycle_id, actions.reopen_cycle, lambda _cycle: "The cycle is open again.")


@require_POST
@allow(may_run_cycles, Cycle, "cycle_id")
def complete(request: PortalRequest, *, cycle_id: int, **_place: object) -> HttpResponse:
    """The end."""
    return _do(request, cycle_id, actions.complete_cycle, lambda _cycle: "The cycle is complete.")


def _framework(request: PortalRequest) -> tuple[FrameworkChoice | None, list[Any]]:
    """The framework to plan with, or the list to choose from."""
    adopted = adopted_frameworks()
    wanted = request.GET.get("framework") or (str(adopted[0].id) if len(adopted) == 1 else "")
    if not wanted:
        return None, adopted
    if not (wanted.isascii() and wanted.isdecimal()):
        raise Http404
    try:
        return choice_of(framework_id=int(wanted)), adopted
    except Framework.DoesNotExist:
        raise Http404 from None


def _do(request: PortalRequest, cycle_id: int, act: Callable[..., Any], words: Callable[[Any], str]) -> HttpResponse:
    try:
        result = act(actor=request.actor, cycle_id=cycle_id)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    messages.success(request, words(result))
    return redirect("cycles:detail", request.place.slug, cycle_id)


def _told(opening: Opening) -> str:
    if not opening.invited and opening.later:
        return f"No school is asked yet: {opening.later} are in groups that open on their day."
    schools = "1 school was" if opening.invited == 1 else f"{opening.invited} schools were"
    left = len(opening.left_out)
    rest = f" {left} {'was' if left == 1 else 'were'} left out." if left else ""
    rest += f" {opening.later} are in groups that open later." if opening.later else ""
    if opening.untold:
        rest += f" At {opening.untold} nobody has joined yet who gets the e-mail: invite them under People."
    return f"{schools} invited; safeguarding leads and heads who have an account get an e-mail.{rest}"


def _facts(page: CyclePage, path: str) -> list[Fact]:
    total = [Fact(page.total, "audits in all", path)] if page.total else []
    if page.late:
        total.append(Fact(page.late, "late", f"{path}?late=on"))
    return total + [Fact(number, words.lower(), f"{path}?state={state}") for state, words, number in page.counts]


def _asked(wanted: AuditFilter) -> dict[str, str | int]:
    """The search as an address says it; what was not asked for is left out."""
    asked: dict[str, str | int] = {
        "q": wanted.words,
        "state": wanted.state,
        "group": wanted.group,
        "late": "on" if wanted.is_late else "",
    }
    return {name: value for name, value in asked.items() if value}


def _rows(page: CyclePage, partnership: str) -> list[list[object]]:
    return [
        [
            Cell(row.school, href=reverse("register:school", args=[partnership, row.school_id])),
            row.urn,
            row.mode_words,
            row.indicators,
            row.state_words,
            in_words(row.due_on),
            f"{timezone.localtime(row.submitted_at):%-d %B %Y}" if row.submitted_at else "not yet",
        ]
        for row in page.rows
    ]


def _pages(page: CyclePage, wanted: AuditFilter, path: str) -> Pages:
    def address(start: int) -> str:
        query = urlencode(_asked(wanted) | ({"start": start} if start else {}))
        return f"{path}?{query}" if query else path

    last = min(page.start + PAGE, page.found)
    return Pages(
        previous_href=address(max(0, page.start - PAGE)) if page.start else "",
        next_href=address(page.start + PAGE) if last < page.found else "",
        position=f"Audits {page.start + 1} to {last} of {page.found}" if page.rows else "",
    )
