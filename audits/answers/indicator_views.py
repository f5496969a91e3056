"""One indicator a page: read, answer, save. The same address saves while somebody types (Accept: application/json)."""

import uuid
from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from audits.answers.actions import save_answer
from audits.answers.conflicts import both_wordings, kept_fields
from audits.answers.drafts import draft_box
from audits.answers.forms import AnswerForm, answer_initial
from audits.answers.mine import only_for
from audits.answers.queries import IndicatorPage, indicator_page, next_after, saver_of
from audits.answers.types import AnswerConflict, AnswerRefused, AuditClosed, Saved
from audits.answers.views import the_audit
from audits.evidence.queries import evidence_of
from audits.evidence.types import Shown
from audits.improvement.queries import at_indicator
from audits.lifecycle.child_details import child_details_left, to_confirm
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import answers_for_school, works_at_school
from audits.trusts.offers import offer_for
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest, wants_json
from schools.contacts.known import known_to

LOCKED = 423
QUIET = "quiet"  # one line, no banner: it comes up to 108 times an audit


@require_http_methods(["GET", "POST"])
@allow(works_at_school)
def indicator(request: PortalRequest, urn: int, section: str, code: str) -> HttpResponse:
    """The page of one indicator; who may not answer, or not any more, reads it."""
    if request.method == "POST":
        return _save(request, urn, section, code)
    audit = the_audit()
    page = _page(request, audit, section, code)
    if not (page.is_editable and answers_for_school(request.actor)):
        shown = {"page": page, "urn": urn, "evidence": _evidence(page), "to_sign": to_sign(request)}
        shown["improvements"] = at_indicator(actor=request.actor, audit_id=page.audit_id, code=code)
        return render(request, "audits/answers/read.html", shown)
    said = page.row.answer
    first = answer_initial(page.audit_id, said, said.revision if said else 0)
    form = AnswerForm(initial=first, known=known_to(request.actor))
    form.show_warnings(frozenset(said.checked or () if said else ()))
    return _draw(request, urn, audit, page, form)


def _save(request: PortalRequest, urn: int, section: str, code: str) -> HttpResponse:
    form = AnswerForm(request.POST, known=known_to(request.actor))
    form.asks_first = not wants_json(request)  # while somebody types nothing may get lost, a question asked or not
    try:
        if form.is_valid():
            saved = save_answer(actor=request.actor, code=code, **form.change())
            return _saved(request, urn, (section, code), saved, form)
    except AnswerRefused as refused:
        form.refuse(refused.problems)
    except AnswerConflict as conflict:
        return _conflict(request, urn, section, code, conflict)
    except AuditClosed as closed:
        return _closed(request, urn, str(closed))
    except ObjectDoesNotExist:
        raise Http404 from None
    if wants_json(request):
        errors = {name: list(map(str, found)) for name, found in form.errors.items()}
        return JsonResponse({"errors": errors}, status=422)
    audit = the_audit()
    return _draw(request, urn, audit, _page(request, audit, section, code), form, status=422)


def _saved(request: PortalRequest, urn: int, place: tuple[str, str], saved: Saved, form: AnswerForm) -> HttpResponse:
    """place: section and code."""
    if wants_json(request):
        needs = [*saved.needs, *to_confirm(form.unconfirmed)]
        said = {"revision": saved.revision, "saved_at": saved.saved_at, "needs": needs}
        return JsonResponse({**said, "warnings": form.told_warnings()})
    messages.info(request, _told(urn, place, saved, form), extra_tags=QUIET)
    only = None if request.actor.sees_whole_school else only_for(request.actor, the_audit())
    if to_sign(request):
        return redirect("signoff:sign", urn)
    following = next_after(audit_id=form.cleaned_data["audit"], code=place[1], only=only)
    if following is None:
        return redirect("answers:audit", urn)
    return redirect("answers:indicator", urn, following.section, following.code)


def _told(urn: int, place: tuple[str, str], saved: Saved, form: AnswerForm) -> str:
    """On the next page: that it is saved, and what it still needs, with the way back to it."""
    _section, code = place
    if not form.cleaned_data["level"]:
        return f"{code} has no answer yet. You can come back to it."
    if not saved.needs:
        return f"{code} is saved."
    back = reverse("answers:indicator", args=[urn, *place])
    words = '{} is saved. Before it can be signed: {} <a class="govuk-link" href="{}">Go back to {}</a>'
    return format_html(words, code, " ".join(saved.needs), back, code)


def _conflict(request: PortalRequest, urn: int, section: str, code: str, conflict: AnswerConflict) -> HttpResponse:
    theirs, by = conflict.theirs, saver_of(answer=conflict.theirs)
    is_own = theirs.saved_by_id == request.actor.person_id
    if wants_json(request):
        told = {"by": by, "is_own": is_own, "answer": asdict(theirs), "revision": theirs.revision}
        return JsonResponse(told, status=409)
    page = _page(request, the_audit(), section, code)
    operation_id = str(uuid.uuid4()) if conflict.is_spent else request.POST["operation_id"]
    shown = {
        "page": page,
        "theirs": theirs,
        "by": by,
        "is_own": is_own,
        "rows": both_wordings(theirs, conflict.yours),
        "kept": kept_fields(request.POST, read=theirs.revision, operation_id=operation_id),
        "draft": draft_box(request.user, of=str(page.audit_id), code=code),  # type: ignore[arg-type] # allow: signed in
        "urn": urn,
    }
    return render(request, "audits/answers/conflict.html", shown, status=409)


def _closed(request: PortalRequest, urn: int, why: str) -> HttpResponse:
    """why: "" when somebody signed it, else a sentence about the cycle. What was typed is shown back."""
    if wants_json(request):
        words = why or "The audit has been signed, so answers cannot change."
        return JsonResponse({"errors": {"__all__": [words]}}, status=LOCKED)
    typed = [words for name in ("how_we_know", "action") if (words := request.POST.get(name, "").strip())]
    return render(request, "audits/answers/closed.html", {"urn": urn, "typed": typed, "why": why}, status=LOCKED)


def _draw(
    request: PortalRequest, urn: int, audit: Audit, page: IndicatorPage, form: AnswerForm, status: int = 200
) -> HttpResponse:
    form.in_words_of(page.scale, allow_na=page.row.indicator.allow_na)
    code = page.row.indicator.code
    offer = offer_for(audit=audit, code=code)
    draft = draft_box(request.user, of=str(page.audit_id), code=code)  # type: ignore[arg-type] # allow: signed in
    said = page.row.answer
    needs = [*page.row.needs, *child_details_left(said, known=form.known)] if said and not form.errors else []
    shown = {
        "page": page, "form": form, "urn": urn, "offer": offer, "operation_id": uuid.uuid4(), "may_write": True,
        "draft": draft, "evidence": _evidence(page), "needs": needs, "to_sign": to_sign(request),
        "improvements": at_indicator(actor=request.actor, audit_id=page.audit_id, code=code),
    }  # fmt: skip
    return render(request, "audits/answers/edit.html", shown, status=status)


def to_sign(request: PortalRequest) -> bool:
    """Whether somebody came here from what keeps the audit from being signed, and goes back there."""
    return request.GET.get("to") == "sign"


def _evidence(page: IndicatorPage) -> tuple[Shown, ...]:
    code = page.row.indicator.code
    return evidence_of(audit_id=page.audit_id, code=code).get(code, ())


def _page(request: PortalRequest, audit: Audit, section: str, code: str) -> IndicatorPage:
    page = indicator_page(audit=audit, section=section, code=code, only=only_for(request.actor, audit))
    if page is None:
        raise Http404
    return page
