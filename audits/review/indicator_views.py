"""One indicator of a review: read, score, go on. The same address saves while somebody types (JSON)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audits.answers.drafts import draft_box
from audits.carrying.queries import carried_in_review
from audits.clarification.queries import questions_at
from audits.corrections.reading import corrected_in_review
from audits.evidence.queries import evidence_of
from audits.phrases.queries import phrases_at
from audits.review.actions import score_indicator
from audits.review.explaining import explains_conflict
from audits.review.forms import ScoreForm
from audits.review.keys import KEYS, keys_are_on
from audits.review.models import Review, Score
from audits.review.policies import may_read_review
from audits.review.queries import indicator_page
from audits.review.taking import count_taken, with_phrase
from audits.review.types import IndicatorPage, ScoreConflict
from audits.trusts.offers import source_of
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest, wants_json
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

LOCKED = 423


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_read_review, Review, "review_id")
def indicator(request: PortalRequest, partnership: str, review_id: int, code: str) -> HttpResponse:
    """One indicator: the school's answer beside the reader's level and words."""
    try:
        page = indicator_page(actor=request.actor, review_id=review_id, code=code.upper())
    except LookupError:
        raise Http404 from None
    known = known_to(request.actor, Review, review_id)
    sent, phrase_id = with_phrase(request.POST)
    form = ScoreForm(sent if request.method == "POST" else None, page=page, known=known)
    if not form.is_bound:
        form.show_warnings(page.line.checked)
        return _draw(request, partnership, page, form)
    if not form.is_valid():
        return _invalid(request, partnership, page, form)
    try:
        score = score_indicator(actor=request.actor, review_id=review_id, code=page.line.code, **form.change())
    except ScoreConflict as conflict:
        return _conflict(request, partnership, page, conflict)
    except Refused as refused:
        return _refused(request, refused)
    if phrase_id:
        count_taken(actor=request.actor, phrase_id=phrase_id)
        messages.success(request, "The phrase stands at the end of your comment, and is saved.")
        return redirect("reviews:indicator", partnership, review_id, page.line.code.lower())
    return _saved(request, partnership, page, score)


def _saved(request: PortalRequest, partnership: str, page: IndicatorPage, score: Score) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"revision": score.revision, "saved_at": score.scored_at})
    review_id = page.reading.review_id
    if page.next_code and page.next_code != page.line.code:
        onward = reverse("reviews:indicator", args=[partnership, review_id, page.next_code.lower()])
        return redirect(f"{onward}?after={page.line.code.lower()}")
    return redirect("reviews:overview", partnership, review_id)


def _invalid(request: PortalRequest, partnership: str, page: IndicatorPage, form: ScoreForm) -> HttpResponse:
    if wants_json(request):
        errors = {name: list(map(str, found)) for name, found in form.errors.items()}
        return JsonResponse({"errors": errors, "warnings": form.told_warnings()}, status=422)
    return _draw(request, partnership, page, form, status=422)


def _conflict(request: PortalRequest, partnership: str, page: IndicatorPage, conflict: ScoreConflict) -> HttpResponse:
    if wants_json(request):
        there = {"is_own": True, "answer": {"saved_at": conflict.saved_at}}  # a review has one reader
        return JsonResponse({"revision": conflict.revision, **there}, status=409)
    typed = request.POST.copy()
    typed["read"] = str(conflict.revision)  # who saves now has seen both
    form = ScoreForm(typed, page=page, known=known_to(request.actor, Review, page.reading.review_id))
    return _draw(request, partnership, page, form, status=409, conflict=conflict)


def _refused(request: PortalRequest, refused: Refused) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"errors": {"__all__": [one.sentence for one in refused.blockers]}}, status=LOCKED)
    return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)


def _draw(
    request: PortalRequest, partnership: str, page: IndicatorPage, form: ScoreForm, status: int = 200, **more: Any  # noqa: ANN401 - of the template
) -> HttpResponse:  # fmt: skip
    review_id, code = page.reading.review_id, page.line.code
    corrected = [one for one in corrected_in_review(review_id=review_id) if code in one.codes]
    context = {
        "page": page,
        "form": form,
        "slug": partnership,
        "corrected": corrected,
        "questions": questions_at(audit_id=page.reading.audit_id, code=code),
        "phrases": phrases_at(indicator_id=page.line.indicator_id) if page.can_score else None,
        "source": source_of(review_id=review_id, code=code),
        "carried": carried_in_review(review_id=review_id).get(code, ""),
        "evidence": evidence_of(audit_id=page.reading.audit_id, code=code).get(code, ()),
        "draft": draft_box(request.user, of=f"review-{review_id}", code=code),  # type: ignore[arg-type] # allow: signed in
        "keys": KEYS,
        "keys_on": keys_are_on(actor=request.actor),
        "after": request.GET.get("after", "").upper() if request.GET.get("after", "").isalnum() else "",
    }
    return render(request, "audits/review/indicator.html", context | more, status=status)
