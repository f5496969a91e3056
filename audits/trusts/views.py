"""The pages of a trust's safeguarding lead."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.answers.rules import field_of, sentence_of
from audits.answers.types import AnswerRefused
from audits.trusts import actions
from audits.trusts.forms import CentralForm, ReadForm
from audits.trusts.policies import leads_trust
from audits.trusts.queries import central_page, frameworks_of_trust, schools_of_trust
from audits.trusts.types import WORDS, Central, CentralConflict, CentralPage
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest

PAGES = "audits/trusts/"


@require_safe
@allow(leads_trust)
def schools(request: PortalRequest, trust: int) -> HttpResponse:
    """All the trust's schools, by partnership, and where each stands."""
    return render(request, f"{PAGES}schools.html", {"areas": schools_of_trust(), "trust": trust})


@require_safe
@allow(leads_trust)
def dates(request: PortalRequest, trust: int) -> HttpResponse:
    """Every due date of every school, the soonest first."""
    rows = [school for area in schools_of_trust() for school in area.schools if school.due_on]
    rows.sort(key=lambda school: (school.due_on, school.name))
    return render(request, f"{PAGES}dates.html", {"rows": rows, "trust": trust})


@require_safe
@allow(leads_trust)
def answers(request: PortalRequest, trust: int) -> HttpResponse:
    """What the trust answers for its schools."""
    frameworks = frameworks_of_trust(trust_uid=request.actor.trust_uid)
    return render(request, f"{PAGES}answers.html", {"frameworks": frameworks, "trust": trust})


@require_http_methods(["GET", "POST"])
@allow(leads_trust)
def answer(request: PortalRequest, trust: int, framework_id: int, code: str) -> HttpResponse:
    """Answer one indicator centrally."""
    page = _page(request, framework_id, code)
    form = CentralForm(request.POST or None, allow_na=page.allow_na, initial=_initial(page.central))
    if not form.is_valid():
        return _draw(request, page, form, 422 if form.is_bound else 200)
    try:
        actions.save_central(
            actor=request.actor,
            framework_id=framework_id,
            code=code,
            entry=form.entry(),
            read=form.cleaned_data["read"],
        )
    except AnswerRefused as refused:
        for problem in refused.problems:
            form.add_error(field_of(problem) if field_of(problem) in form.fields else None, sentence_of(problem))
        return _draw(request, page, form, 422)
    except CentralConflict as conflict:
        return _draw(request, page, _again(request, page, conflict.theirs), 409, theirs=conflict.theirs)
    messages.success(request, f"{code} is saved and offered to your schools.")
    return redirect("trusts:answers", trust)


@require_POST
@allow(leads_trust)
def withdraw(request: PortalRequest, trust: int, framework_id: int, code: str) -> HttpResponse:
    """Offer it no longer."""
    page, form = _page(request, framework_id, code), ReadForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.withdraw_central(
            actor=request.actor, framework_id=framework_id, code=code, read=form.cleaned_data["read"]
        )
    except CentralConflict as conflict:
        return _draw(request, page, _again(request, page, conflict.theirs), 409, theirs=conflict.theirs)
    messages.success(request, f"{code} is no longer offered. Schools keep what they made of it.")
    return redirect("trusts:answers", trust)


def _page(request: PortalRequest, framework_id: int, code: str) -> CentralPage:
    try:
        return central_page(trust_uid=request.actor.trust_uid, framework_id=framework_id, code=code)
    except ObjectDoesNotExist:
        raise Http404 from None


def _initial(central: Central | None) -> dict[str, object]:
    said = {name: getattr(central.entry, name) for name in WORDS} if central and central.entry else {}
    return {**said, "read": central.revision if central else 0}


def _again(request: PortalRequest, page: CentralPage, theirs: Central) -> CentralForm:
    typed = request.POST.copy()
    typed["read"] = str(theirs.revision)
    return CentralForm(typed if "level" in typed else None, allow_na=page.allow_na, initial=_initial(theirs))


def _draw(
    request: PortalRequest, page: CentralPage, form: CentralForm, status: int, *, theirs: Central | None = None
) -> HttpResponse:
    shown = {"page": page, "form": form, "theirs": theirs, "trust": int(request.actor.trust_uid)}
    return render(request, f"{PAGES}answer.html", shown, status=status)
