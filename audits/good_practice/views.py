"""The partnership's pages: what schools offer, checking it, publishing it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.good_practice import actions
from audits.good_practice.forms import CheckForm, ReasonForm
from audits.good_practice.models import GoodPractice
from audits.good_practice.policies import may_check, may_publish, may_see_offer, may_see_offers, may_withdraw
from audits.good_practice.queries import offers_here, practice_page, waiting_here
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

PAGE = "audits/good_practice/page.html"
BACK = {"label": "What should the school change?", "hint": "DSL and head read this."}
WHY = {"label": "Why is it withdrawn?", "hint": "DSL and head read this. It is on no page."}


@require_safe
@allow(may_see_offers)
def index(request: PortalRequest, partnership: str) -> HttpResponse:
    """Everything schools have offered, or what is in one state."""
    state = request.GET.get("state", "")
    state = state if state in GoodPractice.State.values else ""
    counted = waiting_here(without_schools=request.actor.conflicts)
    shown = {
        "rows": offers_here(state=state, without_schools=request.actor.conflicts),
        "states": [(key, GoodPractice.State(key).label, number) for key, number in counted.items()],
        "state": state,
        "total": sum(counted.values()),
        "slug": partnership,
    }
    return render(request, "audits/good_practice/index.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_see_offer, GoodPractice, "practice_id")
def page(request: PortalRequest, partnership: str, practice_id: int) -> HttpResponse:
    """One of them; a checker says here how it was seen."""
    known = known_to(request.actor, GoodPractice, practice_id)
    form = CheckForm(request.POST or None, known=known)
    shown: dict[str, Any] = {"form": form, "slug": partnership}
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.check(actor=request.actor, practice_id=practice_id, **said)
        except Refused as refused:
            return _refused(request, practice_id, shown, refused)
        messages.success(request, "Checked. Head and chair are asked whether it may be published.")
        return redirect("good_practice:page", partnership, practice_id)
    shown["practice"] = practice_page(practice_id=practice_id, actor=request.actor)
    return render(request, PAGE, shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allow(may_check, GoodPractice, "practice_id")
def give_back(request: PortalRequest, partnership: str, practice_id: int) -> HttpResponse:
    """Ask the school to change something."""
    return _with_reason(request, partnership, practice_id, actions.give_back, BACK, "Given back. The school is told.")


@require_http_methods(["GET", "POST"])
@allow(may_withdraw, GoodPractice, "practice_id")
def withdraw(request: PortalRequest, partnership: str, practice_id: int) -> HttpResponse:
    """Take it from all pages."""
    return _with_reason(request, partnership, practice_id, actions.withdraw, WHY, "Withdrawn. The school is told.")


@require_POST
@allow(may_publish, GoodPractice, "practice_id")
def publish(request: PortalRequest, partnership: str, practice_id: int) -> HttpResponse:
    """Show it to everybody."""
    try:
        actions.publish(actor=request.actor, practice_id=practice_id)
    except Refused as refused:
        known = known_to(request.actor, GoodPractice, practice_id)
        return _refused(request, practice_id, {"form": CheckForm(known=known), "slug": partnership}, refused)
    messages.success(request, "Published, for everybody to read.")
    return redirect("good_practice:page", partnership, practice_id)


def _with_reason(
    request: PortalRequest,
    partnership: str,
    practice_id: int,
    action: Callable[..., object],
    words: dict[str, str],
    said: str,
) -> HttpResponse:
    known = known_to(request.actor, GoodPractice, practice_id)
    form = ReasonForm(request.POST or None, **words, known=known)
    shown: dict[str, Any] = {"form": form, "slug": partnership, "title": words["label"]}
    if not form.is_valid():
        shown["practice"] = practice_page(practice_id=practice_id, actor=request.actor)
        return render(request, "audits/good_practice/reason.html", shown, status=422 if form.is_bound else 200)
    try:
        action(actor=request.actor, practice_id=practice_id, words=form.cleaned_data["words"])
    except Refused as refused:
        return _refused(request, practice_id, shown | {"form": CheckForm(known=known)}, refused)
    messages.success(request, said)
    return redirect("good_practice:page", partnership, practice_id)


def _refused(request: PortalRequest, practice_id: int, shown: dict[str, Any], refused: Refused) -> HttpResponse:
    shown |= {"practice": practice_page(practice_id=practice_id, actor=request.actor), "blockers": refused.blockers}
    return render(request, PAGE, shown, status=409)
