"""Pages of the bank of phrases, and keeping a comment in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.frameworks.models import Indicator
from audits.phrases import actions
from audits.phrases.forms import FORMS, BankForm, CommentPhraseForm, wanted_of
from audits.phrases.models import Phrase
from audits.phrases.policies import may_keep_bank, may_see_bank, may_use_phrase, may_write_phrases
from audits.phrases.queries import bank_page, choices_of_indicators, comment_at, phrase_row
from audits.phrases.rules import is_of_no_school
from audits.review.explaining import explains_conflict
from audits.review.models import Review
from audits.review.policies import may_score
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

KEPT = "The phrase is in the bank. Every reader can take it from now on."


@require_safe
@allow(may_see_bank)
def bank(request: PortalRequest, partnership: str) -> HttpResponse:
    """What readers may take, by section and indicator."""
    wanted = wanted_of(request.GET)
    page = bank_page(actor=request.actor, wanted=wanted)
    asked = {"q": wanted.words, "section": wanted.section, "kind": wanted.kind, "retired": wanted.retired}
    shown = {
        "page": page,
        "form": BankForm(initial=asked, sections=page.sections),
        "retired": wanted.retired,
        "is_filtered": any(asked.values()),
        "slug": partnership,
    }
    return render(request, "audits/phrases/bank.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_write_phrases)
def write(request: PortalRequest, partnership: str, kind: str) -> HttpResponse:
    """One more phrase."""
    form = FORMS[kind](
        request.POST if request.method == "POST" else None,
        choices=choices_of_indicators(),
        known=known_to(request.actor),
        about=request.GET.get("about", ""),
    )
    if form.is_valid() and _is_written(request, form):
        return redirect("phrases:bank", partnership)
    shown = {"form": form, "kind": kind, "slug": partnership}
    return render(request, "audits/phrases/write.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_score, Review, "review_id")
def keep(request: PortalRequest, partnership: str, review_id: int, code: str) -> HttpResponse:
    """Make a phrase of the comment that was just written about an indicator."""
    said = comment_at(review_id=review_id, code=code.upper())
    if said is None:
        raise Http404
    form = CommentPhraseForm(
        request.POST if request.method == "POST" else None,
        choices=choices_of_indicators(),
        known=known_to(request.actor, Review, review_id),
        about=f"{said.upstream} {said.code}",
        text=said.comment,
    )
    if form.is_valid():
        form.refuse(list(is_of_no_school(form.cleaned_data["text"], said.school_name)))
    if form.is_valid() and _is_written(request, form):
        return redirect("reviews:indicator", partnership, review_id, said.code.lower())
    shown = {"form": form, "said": said, "review_id": review_id, "slug": partnership}
    return render(request, "audits/phrases/keep.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allow(may_keep_bank, Phrase, "phrase_id")
def change(request: PortalRequest, partnership: str, phrase_id: int) -> HttpResponse:
    """Change the words of a phrase; its page for the lead."""
    row = phrase_row(phrase_id=phrase_id)
    data = request.POST if request.method == "POST" else None
    form = FORMS[row.kind].of(row, data, known=known_to(request.actor))
    if form.is_valid():
        try:
            actions.change_phrase(
                actor=request.actor, phrase_id=phrase_id, entry=form.entry(), read=form.cleaned_data["read"] or 0
            )
        except Refused as refused:
            form.refuse(refused.blockers)
        else:
            messages.success(request, "The phrase is changed. What was written with it before stays as it was.")
            return redirect("phrases:bank", partnership)
    shown: dict[str, Any] = {"form": form, "row": row, "slug": partnership}
    return render(request, "audits/phrases/change.html", shown, status=422 if form.is_bound else 200)


@require_POST
@allow(may_keep_bank, Phrase, "phrase_id")
def retire(request: PortalRequest, partnership: str, phrase_id: int) -> HttpResponse:
    """Take a phrase out of use."""
    actions.retire_phrase(actor=request.actor, phrase_id=phrase_id)
    messages.success(request, "The phrase is retired: nobody is offered it any more, and it stays on record.")
    return redirect("phrases:bank", partnership)


@require_POST
@allow(may_use_phrase, Phrase, "phrase_id")
def used(request: PortalRequest, partnership: str, phrase_id: int) -> HttpResponse:  # noqa: ARG001 - of the address
    """Count that a phrase was put in by the script of the page. Nothing to show."""
    actions.count_use(actor=request.actor, phrase_id=phrase_id)
    return HttpResponse(status=204)


def _is_written(request: PortalRequest, form: CommentPhraseForm) -> bool:
    try:
        actions.write_phrase(actor=request.actor, entry=form.entry())
    except Refused as refused:
        form.refuse(refused.blockers)
        return False
    except Indicator.DoesNotExist:
        raise Http404 from None
    messages.success(request, KEPT)
    return True
