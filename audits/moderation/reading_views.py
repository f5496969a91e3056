"""Pages of a second reader: the cover, the reading section by section, the evidence, handing in, giving back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.evidence.models import EvidenceFile
from audits.evidence.queries import file_to_hand_out
from audits.moderation.actions import claim_second, give_back_second, hand_in_second, save_second_scores
from audits.moderation.forms import AgainForm
from audits.moderation.models import SecondReading
from audits.moderation.policies import may_score_again, may_take
from audits.moderation.queries import again_page, audit_of_second, cover_of_second
from audits.moderation.types import AgainPage, AgainSection, SecondConflict
from audits.review.explaining import asks_interests_first, explains_conflict
from audits.review.views import not_ready
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.files.serving import hand_out
from lscp_portal.files.types import Kind
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_safe
@explains_conflict
@asks_interests_first
@allow(may_take, SecondReading, "second_id")
def cover(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """The outside of a second reading; who has not declared interests does that first."""
    page = cover_of_second(actor=request.actor, second_id=second_id)
    if page.is_mine:
        return redirect("moderation:read", partnership, second_id)
    return render(request, "audits/moderation/cover.html", {"page": page, "slug": partnership})


@require_POST
@explains_conflict
@allow(may_take, SecondReading, "second_id")
def claim(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """Take a return to read again."""
    try:
        claim_second(actor=request.actor, second_id=second_id)
    except Refused as refused:
        return not_ready(request, refused)
    return redirect("moderation:read", partnership, second_id)


@require_safe
@explains_conflict
@allow(may_score_again, SecondReading, "second_id")
def read(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """The sections, how far each has come, and the way to hand in."""
    if not cover_of_second(actor=request.actor, second_id=second_id).is_mine:
        return redirect("moderation:one", partnership, second_id)
    page = again_page(actor=request.actor, second_id=second_id)
    return render(request, "audits/moderation/read.html", {"page": page, "slug": partnership})


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_score_again, SecondReading, "second_id")
def section(request: PortalRequest, partnership: str, second_id: int, code: str) -> HttpResponse:
    """One section: the school's answers, and a level and a word for each."""
    page = again_page(actor=request.actor, second_id=second_id)
    found = _section(page, code)
    form = AgainForm(
        request.POST if request.method == "POST" else None,
        section=found,
        levels=page.levels,
        known=known_to(request.actor, SecondReading, second_id),
    )
    if not form.is_valid():
        return _draw(request, partnership, page, form, 422 if form.is_bound else 200)
    try:
        save_second_scores(actor=request.actor, second_id=second_id, entries=form.entries())
    except SecondConflict as conflict:
        form.take_over(_section(again_page(actor=request.actor, second_id=second_id), code), conflict.codes)
        return _draw(request, partnership, page, form, 409)
    except Refused as refused:
        form.refuse(refused.blockers)
        return _draw(request, partnership, page, form, 409)
    messages.success(request, f"Section {found.code} is kept.")
    onward = again_page(actor=request.actor, second_id=second_id).next_section
    if onward and onward != found.code:
        return redirect("moderation:section", partnership, second_id, onward.lower())
    return redirect("moderation:read", partnership, second_id)


@require_POST
@explains_conflict
@allow(may_score_again, SecondReading, "second_id")
def hand_in(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """Hand the second reading in: from here on both readings are seen by both."""
    try:
        second = hand_in_second(actor=request.actor, second_id=second_id)
    except Refused as refused:
        return not_ready(request, refused)
    differ = len(second.disagreeing)
    words = f"{differ} indicator{'s' if differ > 1 else ''} to talk over" if differ else "nothing to talk over"
    messages.success(request, f"Your reading is handed in: {words}.")
    return redirect("moderation:one", partnership, second_id)


@require_POST
@explains_conflict
@allow(may_score_again, SecondReading, "second_id")
def give_back(request: PortalRequest, partnership: str, second_id: int) -> HttpResponse:
    """Back to the queue of second readings."""
    try:
        give_back_second(actor=request.actor, second_id=second_id)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "The return waits for another second reader.")
    return redirect("moderation:listing", partnership)


@require_safe
@explains_conflict
@allow(may_score_again, SecondReading, "second_id")
def evidence(request: PortalRequest, partnership: str, second_id: int, file_id: int) -> HttpResponseBase:  # noqa: ARG001 - every view gets them
    """A clean file of the return that is read again, and of no other."""
    try:
        file = file_to_hand_out(file_id=file_id, audit_id=audit_of_second(second_id=second_id))
        return hand_out(key=file.key, name=file.name, kind=Kind[file.kind])
    except (EvidenceFile.DoesNotExist, FileNotFoundError):
        raise Http404 from None


def _section(page: AgainPage, code: str) -> AgainSection:
    found = next((one for one in page.sections if one.code == code.upper()), None)
    if found is None:
        raise Http404
    return found


def _draw(request: PortalRequest, partnership: str, page: AgainPage, form: AgainForm, status: int) -> HttpResponse:
    shown = {"page": page, "form": form, "section": form.section, "slug": partnership}
    return render(request, "audits/moderation/section.html", shown, status=status)
