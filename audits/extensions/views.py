"""More time for schools: the requests that wait, what was given, giving it to one or many."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from audits.cycles.forms import AuditFilterForm
from audits.cycles.models import Cycle
from audits.cycles.policies import may_see_cycles
from audits.cycles.queries import group_choices
from audits.cycles.types import AuditFilter
from audits.extensions import actions
from audits.extensions.forms import AnswerForm, MoreTimeForm
from audits.extensions.models import ExtensionRequest
from audits.extensions.policies import may_extend
from audits.extensions.queries import PAGE, extend_page, extensions_page, ids_found, request_page
from audits.extensions.types import Extended, ExtendPage
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.fields import in_words
from lscp_portal.ui.types import Pages
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

NAMED = 5


@require_safe
@allow(may_see_cycles, Cycle, "cycle_id")
def extensions(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """Requests that wait for an answer, and what was given."""
    page = extensions_page(cycle_id=cycle_id)
    shown = {"page": page, "slug": partnership, "may_extend": may_extend(request.actor)}
    return render(request, "audits/extensions/extensions.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_extend, Cycle, "cycle_id")
def extend(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """Choose schools and give them one new due date."""
    asked = request.POST if request.method == "POST" else request.GET
    groups = group_choices(cycle_id=cycle_id)
    wanted = AuditFilterForm(asked, groups=groups).wanted()
    form = MoreTimeForm(request.POST or None, known=known_to(request.actor))
    shown = {
        "form": form,
        "search": AuditFilterForm(initial=_asked(wanted), groups=groups),
        "asked": _asked(wanted),
        "chosen": {int(key) for key in asked.getlist("audit") if key.isdecimal()},
        "everybody": "everybody" in asked,
        "slug": partnership,
    }
    if form.is_valid():
        ids = ids_found(cycle_id=cycle_id, wanted=wanted) if shown["everybody"] else shown["chosen"]
        try:
            done = actions.extend(actor=request.actor, audit_ids=ids, more=form.more())  # type: ignore[arg-type]
        except Refused as refused:
            return _extend_page(request, cycle_id, wanted, shown | {"blockers": refused.blockers}, status=409)
        messages.success(request, _told(done, in_words(form.more().due_on)))
        return redirect("extensions:extensions", partnership, cycle_id)
    return _extend_page(request, cycle_id, wanted, shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allow(may_extend, ExtensionRequest, "request_id")
def answer(request: PortalRequest, partnership: str, request_id: int) -> HttpResponse:
    """A school's request, and the lead's yes or no."""
    row = request_page(request_id=request_id)
    form = AnswerForm(request.POST or None, known=known_to(request.actor, ExtensionRequest, request_id))
    shown = {"row": row, "form": form, "slug": partnership}
    if not form.is_valid():
        return render(request, "audits/extensions/answer.html", shown, status=422 if form.is_bound else 200)
    until, words = form.until(row.wished_on), form.cleaned_data["answer"]
    try:
        if until:
            actions.grant(actor=request.actor, request_id=request_id, due_on=until, answer=words)
        else:
            actions.decline(actor=request.actor, request_id=request_id, answer=words)
    except Refused as refused:
        shown["blockers"] = refused.blockers
        return render(request, "audits/extensions/answer.html", shown, status=409)
    messages.success(request, f"{row.school} is told.")
    return redirect("extensions:extensions", partnership, row.cycle_id)


def _extend_page(
    request: PortalRequest, cycle_id: int, wanted: AuditFilter, shown: dict[str, object], *, status: int
) -> HttpResponse:
    try:
        page = extend_page(cycle_id=cycle_id, wanted=wanted)
    except ObjectDoesNotExist:
        raise Http404 from None
    shown |= {"page": page, "pages": _pages(page, wanted, request.path)}
    return render(request, "audits/extensions/extend.html", shown, status=status)


def _asked(wanted: AuditFilter) -> dict[str, str | int]:
    asked: dict[str, str | int] = {"q": wanted.words, "state": wanted.state, "group": wanted.group}
    asked["late"] = "on" if wanted.is_late else ""
    return {name: value for name, value in asked.items() if value}


def _told(done: Extended, day: str) -> str:
    schools = "1 school has" if done.schools == 1 else f"{done.schools} schools have"
    words = f"{schools} time until {day}, and an e-mail about it."
    if not done.skipped:
        return words
    named = " ".join(f"{one.name}: {one.reason}" for one in done.skipped[:NAMED])
    rest = f" And {len(done.skipped) - NAMED} more." if len(done.skipped) > NAMED else ""
    return f"{words} Not for {len(done.skipped)}. {named}{rest}"


def _pages(page: ExtendPage, wanted: AuditFilter, path: str) -> Pages:
    def address(start: int) -> str:
        return f"{path}?{urlencode(_asked(wanted) | ({'start': start} if start else {}))}"

    last = min(page.start + PAGE, page.found)
    return Pages(
        previous_href=address(max(0, page.start - PAGE)) if page.start else "",
        next_href=address(page.start + PAGE) if last < page.found else "",
        position=f"Schools {page.start + 1} to {last} of {page.found}" if page.rows else "",
    )
