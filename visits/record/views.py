"""The record of a visit in the browser: held, notes, complete."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audits.improvement.queries import asked_after
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.known import known_to
from visits.planning.models import Visit
from visits.planning.policies import may_record
from visits.planning.queries import visit_page
from visits.record.actions import add_note, complete_record, hold_visit
from visits.record.forms import NoteForm
from visits.record.queries import indicators_asked, notes_of


def show(
    request: PortalRequest,
    visit_id: int,
    *,
    form: NoteForm | None = None,
    blockers: list[Blocker] | None = None,
) -> HttpResponse:
    """The page of a visit; with a form that has errors 422, with reasons to refuse 409."""
    page = visit_page(visit_id=visit_id, actor=request.actor)
    is_team = page.has(request.actor.person_id)
    writes = is_team and page.state == Visit.State.HELD
    if writes and form is None:
        form = NoteForm(
            indicators=indicators_asked(audit_id=page.audit_id), known=known_to(request.actor, Visit, visit_id)
        )
    context = {
        "page": page,
        "notes": notes_of(visit_id=visit_id),
        "offers": {offer.name: offer for offer in page.offers if offer.name == "cancel" or is_team},
        "form": form if writes else None,
        "asked_after": asked_after(visit_id=visit_id) if page.state == Visit.State.RECORDED else [],
        "may_ask": page.state == Visit.State.RECORDED and (is_team or "lead" in request.actor.roles),
        "slug": request.place.slug,
        "blockers": blockers or [],
    }
    wrong = form is not None and form.is_bound
    return render(request, "visits/planning/detail.html", context, status=409 if blockers else 422 if wrong else 200)


@require_POST
@allow(may_record, Visit, "visit_id")
def held(request: PortalRequest, partnership: str, visit_id: int) -> HttpResponse:
    """The team says that the visit was held."""
    return _step(request, partnership, visit_id, hold_visit, "The visit is marked as held. You can write notes now.")


@require_POST
@allow(may_record, Visit, "visit_id")
def complete(request: PortalRequest, partnership: str, visit_id: int) -> HttpResponse:
    """The team closes the record."""
    return _step(request, partnership, visit_id, complete_record, "The record of the visit is complete.")


@require_POST
@allow(may_record, Visit, "visit_id")
def note(request: PortalRequest, partnership: str, visit_id: int) -> HttpResponse:
    """Keep one note."""
    audit_id = visit_page(visit_id=visit_id, actor=request.actor).audit_id
    form = NoteForm(
        request.POST, indicators=indicators_asked(audit_id=audit_id), known=known_to(request.actor, Visit, visit_id)
    )
    if not form.is_valid():
        return show(request, visit_id, form=form)
    try:
        add_note(actor=request.actor, visit_id=visit_id, entry=form.entry())
    except Refused as refused:
        return show(request, visit_id, form=form, blockers=refused.blockers)
    messages.success(request, "The note is kept.")
    return redirect("visits:detail", partnership, visit_id)


def _step(
    request: PortalRequest, partnership: str, visit_id: int, act: Callable[..., Visit], done: str
) -> HttpResponse:
    try:
        act(actor=request.actor, visit_id=visit_id)
    except Refused as refused:
        return show(request, visit_id, blockers=refused.blockers)
    messages.success(request, done)
    return redirect("visits:detail", partnership, visit_id)
