"""Who gets what on which day; one letter before it goes; schools left in peace."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.chasing import actions
from audits.chasing.forms import AHEAD, DayForm, PauseForm
from audits.chasing.models import ChasePause
from audits.chasing.pages import DayPage
from audits.chasing.policies import may_chase, may_see_chasing
from audits.chasing.queries import PAGE, day_page, letter_page, next_open_day
from audits.chasing.wording import paragraphs
from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.types import Fact, Pages
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to
from schools.register.queries import school_facts

PARTS = ("day_day", "day_month", "day_year")


@require_safe
@allow(may_see_chasing)
def day(request: PortalRequest, partnership: str) -> HttpResponse:
    """The letters of the next open day, or of the day that was asked for; first the schools without a reader."""
    form = DayForm(request.GET if "day_day" in request.GET or "q" in request.GET else _of_link(request))
    is_right = form.is_valid()
    said = form.cleaned_data if is_right else {}
    wanted = said.get("day") or next_open_day()
    page = day_page(day=wanted, words=said.get("q", ""), start=said.get("start") or 0)
    shown = {
        "page": page,
        "form": DayForm(initial={"day": wanted, "q": said.get("q", "")}) if is_right else form,
        "facts": _facts(page, partnership),
        "pages": _pages(page, said.get("q", ""), request.path),
        "may_chase": may_chase(request.actor),
        "is_filtered": bool(said.get("q")),
        "slug": partnership,
    }
    return render(request, "audits/chasing/day.html", shown, status=200 if is_right else 422)


@require_safe
@allow(may_see_chasing, Cycle, "cycle_id")
def letter(request: PortalRequest, partnership: str, cycle_id: int, person_id: int) -> HttpResponse:
    """One letter in full, as it would be sent on the day."""
    when = _day_of(request.GET.get("day", "")) or next_open_day()
    page = letter_page(tenant_id=request.actor.tenant_id, cycle_id=cycle_id, person_id=person_id, day=when)
    if page is None:
        return render(request, "errors/409.html", {"blockers": [actions.NO_LETTER]}, status=409)
    shown = {
        "page": page,
        "paragraphs": [part.split("\n") for part in paragraphs(page.letter.text)],
        "may_chase": may_chase(request.actor),
        "slug": partnership,
    }
    return render(request, "audits/chasing/letter.html", shown)


@require_POST
@allow(may_chase, Cycle, "cycle_id")
def hold(request: PortalRequest, partnership: str, cycle_id: int, person_id: int) -> HttpResponse:
    """Keep this letter from this person."""
    when = _day_of(request.POST.get("day", ""))
    if when is None:
        raise Http404
    try:
        actions.hold_back(actor=request.actor, cycle_id=cycle_id, person_id=person_id, day=when)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    messages.success(request, "This letter is held back. The next step of the ladder goes out as planned.")
    return redirect(address_of(partnership, when))


@require_http_methods(["GET", "POST"])
@allow(may_chase, Audit, "audit_id")
def pause(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """Leave a school in peace until a day."""
    school = school_facts(school_id=Audit.objects.values_list("school_id", flat=True).get(pk=audit_id))
    form = PauseForm(request.POST or None, known=known_to(request.actor, Audit, audit_id))
    if form.is_valid():
        try:
            actions.pause(actor=request.actor, audit_id=audit_id, **form.cleaned_data)
        except Refused as refused:
            return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
        messages.success(request, f"{school.name} gets no reminder until {form.cleaned_data['until']:%-d %B %Y}.")
        return redirect("chasing:day", partnership)
    shown = {"form": form, "school": school, "slug": partnership}
    return render(request, "audits/chasing/pause.html", shown, status=422 if form.is_bound else 200)


@require_POST
@allow(may_chase, ChasePause, "pause_id")
def end_pause(request: PortalRequest, partnership: str, pause_id: int) -> HttpResponse:
    """Remind the school again."""
    try:
        actions.end_pause(actor=request.actor, pause_id=pause_id)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    messages.success(request, "The school is reminded again, from the next open day.")
    return redirect("chasing:day", partnership)


def address_of(partnership: str, when: date) -> str:
    """The page of one day."""
    return f"{reverse('chasing:day', args=[partnership])}?day={when.isoformat()}"


def _day_of(text: str) -> date | None:
    """2026-12-01 as a day within reach; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    today = timezone.localdate()
    return found if today <= found <= today + AHEAD else None


def _of_link(request: PortalRequest) -> dict[str, str]:
    """The day of an address such as ?day=2026-12-01, as the form has it; nothing for tomorrow."""
    found = _day_of(request.GET.get("day", ""))
    return {name: f"{getattr(found, name.partition('_')[2])}" for name in PARTS} if found else {}


def _facts(page: DayPage, partnership: str) -> list[Fact]:
    calls = reverse("chasing:calls", args=[partnership])
    facts = [Fact(page.total, "letter" if page.total == 1 else "letters")]
    if page.stuck:
        schools = len({row.audit_id for row in page.stuck})
        facts.insert(0, Fact(schools, "school without anybody to write to" if schools == 1
                             else "schools without anybody to write to", "#stuck"))  # fmt: skip
    if page.tasks:
        tasks = len(page.tasks)
        facts.append(Fact(tasks, "call or letter by hand" if tasks == 1 else "calls and letters by hand", calls))
    return facts


def _pages(page: DayPage, words: str, path: str) -> Pages:
    def address(start: int) -> str:
        asked: dict[str, str | int] = {
            "day_day": page.day.day,
            "day_month": page.day.month,
            "day_year": page.day.year,
            "q": words,
        }
        return f"{path}?{urlencode(asked | {'start': start})}"

    last = min(page.start + PAGE, page.found)
    return Pages(
        previous_href=address(max(0, page.start - PAGE)) if page.start else "",
        next_href=address(page.start + PAGE) if last < page.found else "",
        position=f"Letters {page.start + 1} to {last} of {page.found}" if page.letters else "",
    )
