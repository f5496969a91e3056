"""Who answers what: for everybody who sees the whole audit; given and ended by the DSL or a deputy."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.answers.queries import rows_of
from audits.answers.types import by_section
from audits.answers.views import the_audit
from audits.delegation import actions
from audits.delegation.forms import DayForm, GiveForm
from audits.delegation.models import Assignment
from audits.delegation.policies import gives_parts, may_give
from audits.delegation.queries import board, who_can_answer
from audits.delegation.types import Part
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import sees_whole_audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_safe
@allow(sees_whole_audit)
def contributors(request: PortalRequest, urn: int) -> HttpResponse:
    """Who has what, what is late, and what nobody has."""
    shown = {"page": board(audit=the_audit()), "may_give": gives_parts(request.actor), "urn": urn}
    return render(request, "audits/delegation/board.html", shown)


@require_http_methods(["GET", "POST"])
@allow(gives_parts)
def new(request: PortalRequest, urn: int) -> HttpResponse:
    """Give a part to somebody."""
    audit = the_audit()
    parts, people = _parts(audit), who_can_answer(school_id=audit.school_id)
    wanted = {"code": request.GET.get("part", "").upper(), "due_on": audit.due_on}
    form = GiveForm(request.POST or None, initial=wanted, parts=parts, people=people, known=known_to(request.actor))
    blockers = []
    if form.is_valid():
        try:
            made = actions.give(actor=request.actor, audit_id=audit.pk, given=form.given())
        except Refused as refused:
            blockers = list(refused.blockers)
        else:
            told = "An invitation is on its way." if made.invitation_id else "They get an e-mail."
            messages.success(request, f"{form.cleaned_data['code']} is given away. {told}")
            return redirect("delegation:board", urn)
    shown = {"form": form, "urn": urn, "blockers": blockers}
    status = 409 if blockers else 422 if form.is_bound else 200
    return render(request, "audits/delegation/give.html", shown, status=status)


@require_http_methods(["GET", "POST"])
@allow(may_give, Assignment, "assignment_id")
def change(request: PortalRequest, urn: int, assignment_id: int) -> HttpResponse:
    """Move a part's day, or end it."""
    part = _part(assignment_id)
    form = DayForm(request.POST or None, initial={"due_on": part.due_on})
    blockers = []
    if form.is_valid():
        try:
            actions.move_day(
                actor=request.actor, assignment_id=assignment_id, due_on=form.cleaned_data["due_on"]
            )  # fmt: skip
        except Refused as refused:
            blockers = list(refused.blockers)
        else:
            messages.success(request, f"{part.who} has until {form.cleaned_data['due_on']:%-d %B %Y} for {part.code}.")
            return redirect("delegation:board", urn)
    shown = {"form": form, "part": part, "urn": urn, "blockers": blockers}
    status = 409 if blockers else 422 if form.is_bound else 200
    return render(request, "audits/delegation/change.html", shown, status=status)


@require_POST
@allow(may_give, Assignment, "assignment_id")
def finish(request: PortalRequest, urn: int, assignment_id: int) -> HttpResponse:
    """Take a part back."""
    try:
        actions.end(actor=request.actor, assignment_id=assignment_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, "It is taken back. Answers stay as they are; you can give the part to somebody else.")
    return redirect("delegation:board", urn)


def _parts(audit: Audit) -> list[tuple[str, str]]:
    found = []
    for chapter in by_section(rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)):
        found.append((chapter.section.code, f"{chapter.section.code}: {chapter.section.title} (the whole section)"))
        found += [(row.indicator.code, f"{row.indicator.code} {row.indicator.text[:80]}") for row in chapter.rows]
    return found


def _part(assignment_id: int) -> Part:
    found = next((part for part in board(audit=the_audit()).parts if part.id == assignment_id), None)
    if found is None:
        raise Http404
    return found
