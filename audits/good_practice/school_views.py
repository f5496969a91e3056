"""A school's pages: its own good practice, and what other schools share."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.good_practice import actions
from audits.good_practice.forms import PracticeForm, ReasonForm, SearchForm, asked_of, initial_of
from audits.good_practice.models import GoodPractice
from audits.good_practice.policies import may_agree, may_offer, may_read_shared, may_withdraw
from audits.good_practice.queries import ours, practice_page, shared_page, topics_of
from audits.good_practice.types import PracticePage, WordsChanged
from audits.lifecycle.queries import current_audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

FORM = "audits/good_practice/form.html"
WHY = {
    "label": "Why does the school take it back?",
    "hint": "The partnership reads this. It is on no page.",
}


@require_safe
@allow(may_read_shared)
def index(request: PortalRequest, urn: int) -> HttpResponse:
    """Ours, and a search among what others share."""
    found = shared_page(asked=asked_of(request.GET))
    shown = {
        "page": found,
        "search": SearchForm(request.GET, codes=found.codes, phases=found.phases),
        "ours": ours(school_id=_school(request)),
        "may_offer": may_offer(request.actor),
        "urn": urn,
    }
    return render(request, "audits/good_practice/school_index.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_offer)
def new(request: PortalRequest, urn: int) -> HttpResponse:
    """Write something down; it is a draft until it is offered."""
    audit = current_audit()
    if audit is None:
        return render(request, "audits/good_practice/no_audit.html", {"urn": urn})
    form = PracticeForm(
        request.POST or None,
        choices=topics_of(audit=audit),
        initial={"first": request.GET.get("indicator", "").upper()},
        known=known_to(request.actor),
    )
    if form.is_valid():
        made = actions.write(actor=request.actor, words=form.words())
        messages.success(request, "Kept as a draft. Read it once more, then offer it.")
        return redirect("school_good_practice:page", urn, made.pk)
    shown = {"form": form, "urn": urn, "practice": None}
    return render(request, FORM, shown, status=422 if form.is_bound else 200)


@require_safe
@allow(may_read_shared)
def page(request: PortalRequest, urn: int, practice_id: int) -> HttpResponse:
    """One of ours with what has to be done next, or one of another school with whom to ask."""
    shown = {"practice": _page(request, practice_id), "urn": urn}
    return render(request, "audits/good_practice/school_page.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_offer, GoodPractice, "practice_id")
def change(request: PortalRequest, urn: int, practice_id: int) -> HttpResponse:
    """Change the words of a draft."""
    practice, audit = _page(request, practice_id), current_audit()
    if practice.state != GoodPractice.State.DRAFT or audit is None:
        return redirect("school_good_practice:page", urn, practice_id)
    choices, known = topics_of(audit=audit), known_to(request.actor)
    form = PracticeForm(request.POST or None, choices=choices, initial=initial_of(practice), known=known)
    shown = {"form": form, "urn": urn, "practice": practice, "meanwhile": False}
    if not form.is_valid():
        return render(request, FORM, shown, status=422 if form.is_bound else 200)
    read = form.cleaned_data["read"] or 0
    try:
        actions.change(actor=request.actor, practice_id=practice_id, words=form.words(), read=read)
    except WordsChanged as changed:
        typed = request.POST.copy()
        typed["read"] = str(changed.revision)
        shown |= {"form": PracticeForm(typed, choices=choices, known=known), "meanwhile": True}
        return render(request, FORM, shown, status=409)
    except Refused as refused:
        return _refused(request, urn, practice_id, refused)
    messages.success(request, "Changed.")
    return redirect("school_good_practice:page", urn, practice_id)


@require_POST
@allow(may_offer, GoodPractice, "practice_id")
def offer(request: PortalRequest, urn: int, practice_id: int) -> HttpResponse:
    """To the partnership, to be checked."""
    return _done(request, urn, practice_id, actions.offer, "Offered. The partnership looks at it and asks you next.")


@require_POST
@allow(may_offer, GoodPractice, "practice_id")
def reopen(request: PortalRequest, urn: int, practice_id: int) -> HttpResponse:
    """Back to a draft."""
    return _done(request, urn, practice_id, actions.reopen, "It is a draft again. Offer it once more when it is ready.")


@require_POST
@allow(may_agree, GoodPractice, "practice_id")
def agree(request: PortalRequest, urn: int, practice_id: int) -> HttpResponse:
    """The school's consent."""
    return _done(request, urn, practice_id, actions.agree, "Thank you. The partnership publishes it next.")


@require_POST
@allow(may_offer, GoodPractice, "practice_id")
def confirm(request: PortalRequest, urn: int, practice_id: int) -> HttpResponse:
    """Still so."""
    return _done(request, urn, practice_id, actions.confirm, "Thank you. It stays on the pages for another year.")


@require_http_methods(["GET", "POST"])
@allow(may_withdraw, GoodPractice, "practice_id")
def withdraw(request: PortalRequest, urn: int, practice_id: int) -> HttpResponse:
    """Take it from all pages."""
    form = ReasonForm(request.POST or None, **WHY, known=known_to(request.actor))
    shown = {"practice": _page(request, practice_id), "form": form, "urn": urn}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "audits/good_practice/school_withdraw.html", shown, status=status)
    try:
        actions.withdraw(actor=request.actor, practice_id=practice_id, words=form.cleaned_data["words"])
    except Refused as refused:
        return _refused(request, urn, practice_id, refused)
    messages.success(request, "Withdrawn. It is on no page any more.")
    return redirect("school_good_practice:page", urn, practice_id)


def _done(request: PortalRequest, urn: int, practice_id: int, action: Callable[..., object], said: str) -> HttpResponse:
    try:
        action(actor=request.actor, practice_id=practice_id)
    except Refused as refused:
        return _refused(request, urn, practice_id, refused)
    messages.success(request, said)
    return redirect("school_good_practice:page", urn, practice_id)


def _refused(request: PortalRequest, urn: int, practice_id: int, refused: Refused) -> HttpResponse:
    shown = {"practice": _page(request, practice_id), "urn": urn, "blockers": refused.blockers}
    return render(request, "audits/good_practice/school_page.html", shown, status=409)


def _page(request: PortalRequest, practice_id: int) -> PracticePage:
    try:
        return practice_page(practice_id=practice_id, actor=request.actor)
    except GoodPractice.DoesNotExist:
        raise Http404 from None


def _school(request: PortalRequest) -> int:
    """The address's school; policies have let nobody else in."""
    return request.actor.school_id or 0
