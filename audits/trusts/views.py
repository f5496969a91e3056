"""The pages of a trust's safeguarding lead."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.answers.rules import field_of, sentence_of
from audits.answers.types import AnswerRefused
from audits.trusts import actions
from audits.trusts.forms import CentralForm, ReadForm
from audits.trusts.policies import leads_trust
from audits.trusts.queries import central_page, dates_of_trust, frameworks_of_trust, schools_of_trust
from audits.trusts.types import WORDS, CentralConflict, CentralPage
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from schools.contacts.known import known_to

PAGES = "audits/trusts/"


@require_safe
@allow(leads_trust)
def schools(request: PortalRequest, trust: int) -> HttpResponse:
    """All the trust's schools, by partnership, and where each stands."""
    return render(request, f"{PAGES}schools.html", {"areas": schools_of_trust(), "trust": trust})


@require_safe
@allow(leads_trust)
def dates(request: PortalRequest, trust: int) -> HttpResponse:
    """Every return that is still owed, month by month."""
    return render(request, f"{PAGES}dates.html", {"months": dates_of_trust(), "trust": trust})


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
    form = _form(request, page, request.POST or None)
    if not form.is_valid():
        return _draw(request, page, form, 422 if form.is_bound else 200)
    try:
        written = actions.save_central(
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
    except CentralConflict:
        return _conflict(request, framework_id, code)
    said = "is saved and offered to your schools." if written else "stands as it was: nothing was changed."
    messages.success(request, f"{code} {said}")
    return redirect("trusts:answers", trust)


@require_POST
@allow(leads_trust)
def withdraw(request: PortalRequest, trust: int, framework_id: int, code: str) -> HttpResponse:
    """Offer it no longer."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.withdraw_central(
            actor=request.actor, framework_id=framework_id, code=code, read=form.cleaned_data["read"]
        )
    except CentralConflict:
        return _conflict(request, framework_id, code)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, f"{code} is no longer offered. Schools keep what they made of it.")
    return redirect("trusts:answers", trust)


def _page(request: PortalRequest, framework_id: int, code: str) -> CentralPage:
    try:
        return central_page(trust_uid=request.actor.trust_uid, framework_id=framework_id, code=code)
    except ObjectDoesNotExist:
        raise Http404 from None


def _form(request: PortalRequest, page: CentralPage, typed: QueryDict | None) -> CentralForm:
    central = page.central
    said = {name: getattr(central.latest.entry, name) for name in WORDS} if central else {}
    initial = {**said, "read": central.read if central else ""}
    return CentralForm(typed, scale=page.scale, allow_na=page.allow_na, initial=initial, known=known_to(request.actor))


def _conflict(request: PortalRequest, framework_id: int, code: str) -> HttpResponse:
    """Both wordings, and what was typed as it was; saving again puts it in the other one's place.

    Somebody who wanted to withdraw reads that nothing was withdrawn, and what stands now.
    """
    page = _page(request, framework_id, code)
    typed = request.POST.copy()
    typed["read"] = page.central.read if page.central else ""
    if "level" in typed:
        return _draw(request, page, _form(request, page, typed), 409, conflict="saving")
    return _draw(request, page, _form(request, page, None), 409, conflict="withdrawing")


def _draw(
    request: PortalRequest, page: CentralPage, form: CentralForm, status: int, *, conflict: str = ""
) -> HttpResponse:
    """conflict: what somebody else came before, "saving" or "withdrawing"; "" for none."""
    wordings = page.central.wordings if page.central else ()
    shown = {
        "page": page, "form": form, "conflict": conflict, "wordings": wordings, "trust": int(request.actor.trust_uid),
    }  # fmt: skip
    return render(request, f"{PAGES}answer.html", shown, status=status)
