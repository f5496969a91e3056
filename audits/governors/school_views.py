"""A governor's pages."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audits.governors import actions
from audits.governors.forms import VisitForm, initial_of
from audits.governors.models import GovernorVisit
from audits.governors.policies import is_governor, may_correct, may_read_notes
from audits.governors.queries import governor_page, note_of, sections_asked
from audits.governors.types import NoteChanged
from audits.lifecycle.queries import current_audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from schools.contacts.known import known_to


@require_safe
@allow(may_read_notes)
def governors(request: PortalRequest, urn: int) -> HttpResponse:
    """Three things to ask, every question there is, and what governors saw."""
    page = governor_page(audit=current_audit())
    return render(
        request, "audits/governors/page.html", {"page": page, "may_write": is_governor(request.actor), "urn": urn}
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(is_governor)
def new(request: PortalRequest, urn: int) -> HttpResponse:
    """Write down a visit."""
    form = VisitForm(
        request.POST or None, sections=_sections(), initial={"sections": _asked(request)}, known=known_to(request.actor)
    )
    if form.is_valid():
        made = actions.write_note(actor=request.actor, words=form.words())
        messages.success(request, "Your note is kept.")
        return redirect("governors:note", urn, made.pk)
    shown = {"form": form, "urn": urn, "note": None}
    return render(request, "audits/governors/form.html", shown, status=422 if form.is_bound else 200)


@require_safe
@allow(may_read_notes, GovernorVisit, "note_id")
def note(request: PortalRequest, urn: int, note_id: int) -> HttpResponse:
    """One note, to read and to print."""
    found = note_of(note_id=note_id)
    mine = is_governor(request.actor) and found.by_id == request.actor.person_id
    return render(request, "audits/governors/note.html", {"note": found, "may_correct": mine, "urn": urn})


@require_http_methods(["GET", "POST"])
@allow(may_correct, GovernorVisit, "note_id")
def correct(request: PortalRequest, urn: int, note_id: int) -> HttpResponse:
    """Correct one's own note."""
    found = note_of(note_id=note_id)
    sections, known = _sections(), known_to(request.actor)
    form = VisitForm(request.POST or None, sections=sections, initial=initial_of(found), known=known)
    shown = {"form": form, "urn": urn, "note": found, "meanwhile": False}
    if not form.is_valid():
        return render(request, "audits/governors/form.html", shown, status=422 if form.is_bound else 200)
    try:
        actions.correct_note(
            actor=request.actor, note_id=note_id, words=form.words(), read=form.cleaned_data["read"] or 0
        )  # fmt: skip
    except NoteChanged as changed:
        typed = request.POST.copy()
        typed["read"] = str(changed.revision)
        shown |= {"form": VisitForm(typed, sections=sections, known=known), "meanwhile": True}
        return render(request, "audits/governors/form.html", shown, status=409)
    messages.success(request, "Your note is corrected.")
    return redirect("governors:note", urn, note_id)


def _sections() -> list[tuple[str, str]]:
    audit = current_audit()
    if audit is None:
        raise Http404
    return sections_asked(audit=audit)


def _asked(request: PortalRequest) -> list[str]:
    return [request.GET["section"].upper()] if "section" in request.GET else []
