"""Pages of lead, scrutineer and moderators: the list, one second reading, its settling, waiving and recalling."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.moderation.actions import agree_level, recall_second, recommend_agreed, settle, waive_second
from audits.moderation.forms import AgreeForm, FinishForm, SecondsForm, WaiveForm
from audits.moderation.listing import second_list
from audits.moderation.models import SecondReading
from audits.moderation.policies import may_moderate, may_see_both, may_see_list, may_waive
from audits.moderation.queries import settle_page
from audits.moderation.types import Difference, SettlePage
from audits.review.explaining import asks_interests_first, explains_conflict
from audits.review.forms import RecommendationForm
from audits.review.views import not_ready
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

BACK = "moderation:one"


@require_safe
@allow(may_see_list)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """Second readings by school, with how many are where."""
    wanted = SecondsForm(request.GET).wanted()
    page = second_list(actor=request.actor, wanted=wanted)
    form = SecondsForm(initial={"q": wanted.words, "state": wanted.state, "mine": wanted.mine})
    return render(request, "audits/moderation/listing.html", {"page": page, "form": form, "slug": partnership})


@require_safe
@explains_conflict
@asks_interests_first
@allow(may_see_both, SecondReading, "second_id")
def one(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """Where a second reading stands; once it is handed in, the differences and what was agreed."""
    page = settle_page(actor=request.actor, second_id=second_id)
    return render(request, "audits/moderation/one.html", {"page": page, "form": FinishForm(), "slug": partnership})


@require_http_methods(["GET", "POST"])
@explains_conflict
@asks_interests_first
@allow(may_moderate, SecondReading, "second_id")
def agree(request: PortalRequest, partnership: str, second_id: int, code: str) -> HttpResponse:
    """One indicator that two readers saw differently: which level counts, and why."""
    page = settle_page(actor=request.actor, second_id=second_id)
    found = _difference(page, code)
    form = AgreeForm(
        request.POST if request.method == "POST" else None,
        one=found,
        levels=page.levels,
        known=known_to(request.actor, SecondReading, second_id),
    )
    shown = {"page": page, "one": found, "form": form, "slug": partnership}
    if not form.is_valid():
        return render(request, "audits/moderation/agree.html", shown, status=422 if form.is_bound else 200)
    try:
        agree_level(actor=request.actor, second_id=second_id, code=found.code, settled=form.settled())
    except Refused as refused:
        form.refuse(refused.blockers)
        return render(request, "audits/moderation/agree.html", shown, status=409)
    messages.success(request, f"The agreed level of {found.code} is kept.")
    left = [one for one in page.left if one.code != found.code]
    if left:
        return redirect("moderation:agree", partnership, second_id, left[0].code.lower())
    return redirect(BACK, partnership, second_id)


@require_http_methods(["GET", "POST"])
@explains_conflict
@asks_interests_first
@allow(may_moderate, SecondReading, "second_id")
def recommend(request: PortalRequest, partnership: str, second_id: int, code: str) -> HttpResponse:
    """Ask the school for something about one indicator that is talked over."""
    page = settle_page(actor=request.actor, second_id=second_id)
    found = _difference(page, code)
    form = RecommendationForm(
        request.POST if request.method == "POST" else None,
        codes=[(found.code, f"{found.code}: {found.text}")],
        code=found.code,
        known=known_to(request.actor, SecondReading, second_id),
    )
    shown = {"page": page, "one": found, "form": form, "slug": partnership}
    if not form.is_valid():
        return render(request, "audits/moderation/recommend.html", shown, status=422 if form.is_bound else 200)
    try:
        recommend_agreed(actor=request.actor, second_id=second_id, code=found.code, entry=form.entry())
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, f"The recommendation about {found.code} stands in the letter.")
    return redirect(BACK, partnership, second_id)


@require_POST
@explains_conflict
@asks_interests_first
@allow(may_moderate, SecondReading, "second_id")
def finish(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """All differences are settled."""
    form = FinishForm(request.POST)
    form.is_valid()
    try:
        settle(actor=request.actor, second_id=second_id, is_outside=form.cleaned_data["is_outside"])
    except Refused as refused:
        for blocker in refused.blockers:
            form.add_error(blocker.field if blocker.field in form.fields else None, blocker.sentence)
        page = settle_page(actor=request.actor, second_id=second_id)
        shown = {"page": page, "form": form, "slug": partnership}
        return render(request, "audits/moderation/one.html", shown, status=409)
    messages.success(request, "The two readings are settled. The letter has the agreed levels.")
    return redirect(BACK, partnership, second_id)


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_waive, SecondReading, "second_id")
def waive(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """The lead goes without a second reading, and says why."""
    page = settle_page(actor=request.actor, second_id=second_id)
    form = WaiveForm(request.POST or None, known=known_to(request.actor, SecondReading, second_id))
    shown = {"page": page, "form": form, "slug": partnership}
    if not form.is_valid():
        return render(request, "audits/moderation/waive.html", shown, status=422 if form.is_bound else 200)
    return _done(
        request,
        partnership,
        second_id,
        lambda: waive_second(actor=request.actor, second_id=second_id, reason=form.cleaned_data["reason"]),
        "The second reading is waived. The letter can be issued.",
    )


@require_POST
@explains_conflict
@allow(may_waive, SecondReading, "second_id")
def recall(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """The lead takes a second reading back from somebody who cannot finish it."""
    return _done(
        request,
        partnership,
        second_id,
        lambda: recall_second(actor=request.actor, second_id=second_id),
        "The second reading waits for another reader.",
    )


def _done(
    request: PortalRequest, partnership: str, second_id: int, act: Callable[[], object], words: str
) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, words)
    return redirect(BACK, partnership, second_id)


def _difference(page: SettlePage, code: str) -> Difference:
    found = next((one for one in page.differences if one.code == code.upper()), None)
    if found is None:
        raise Http404
    return found
