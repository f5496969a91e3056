"""The scrutineer's pages; the lead sees the same and answers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.cycles.models import Cycle
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from reports.scrutiny import actions
from reports.scrutiny.forms import NoteAnswerForm, NoteForm
from reports.scrutiny.models import ScrutinyNote
from reports.scrutiny.policies import may_answer_note, may_see_scrutiny, may_write_note
from reports.scrutiny.queries import note_page, note_typed, school_choices, scrutiny_page
from reports.scrutiny.types import NoteChanged
from schools.contacts.known import known_to

FORM, PAGE = "reports/scrutiny/form.html", "reports/scrutiny/note.html"


@require_safe
@allow(may_see_scrutiny)
def index(request: PortalRequest, partnership: str) -> HttpResponse:
    """One cycle under scrutiny, and the notes."""
    asked = request.GET.get("cycle", "")
    try:
        cycle_id = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None  # noqa: PLR2004
        page = scrutiny_page(actor=request.actor, cycle_id=cycle_id, root=f"/p/{partnership}/")
    except Cycle.DoesNotExist:
        raise Http404 from None
    return render(request, "reports/scrutiny/index.html", {"page": page, "slug": partnership})


@require_http_methods(["GET", "POST"])
@allow(may_write_note)
def new(request: PortalRequest, partnership: str) -> HttpResponse:
    """Begin a note; nobody else reads it yet."""
    first = {"topic": request.GET.get("topic", ""), "school_id": request.GET.get("school", "")}
    form = NoteForm(
        request.POST or None,
        initial=first,
        schools=school_choices(request.actor),
        known=known_to(request.actor),
    )
    if not form.is_valid():
        shown = {"form": form, "slug": partnership, "note": None}
        return render(request, FORM, shown, status=422 if form.is_bound else 200)
    said = {name: form.cleaned_data[name] for name in ("topic", "school_id", "text")}
    note = actions.write(actor=request.actor, **said)
    messages.success(request, "Kept, for you alone. Share it when it is ready.")
    return redirect("scrutiny:note", partnership, note.pk)


@require_safe
@allow(may_see_scrutiny, ScrutinyNote, "scrutiny_id")
def note(request: PortalRequest, partnership: str, scrutiny_id: int) -> HttpResponse:
    """One note, with its answer or the box for it."""
    return _draw(request, partnership, scrutiny_id)


@require_http_methods(["GET", "POST"])
@allow(may_write_note, ScrutinyNote, "scrutiny_id")
def change(request: PortalRequest, partnership: str, scrutiny_id: int) -> HttpResponse:
    """Change a note that is not shared."""
    kept, schools, known = note_typed(note_id=scrutiny_id), school_choices(request.actor), known_to(request.actor)
    if kept.state != ScrutinyNote.State.DRAFT:
        return redirect("scrutiny:note", partnership, scrutiny_id)
    first = {"topic": kept.topic, "school_id": kept.about_school_id, "text": kept.text, "read": kept.revision}
    form = NoteForm(request.POST or None, initial=first, schools=schools, known=known)
    shown = {"form": form, "slug": partnership, "note": kept, "meanwhile": False}
    if not form.is_valid():
        return render(request, FORM, shown, status=422 if form.is_bound else 200)
    said = form.cleaned_data | {"read": form.cleaned_data["read"] or 0}
    try:
        actions.change(actor=request.actor, note_id=scrutiny_id, **said)
    except NoteChanged as changed:
        typed = request.POST.copy()
        typed["read"] = str(changed.revision)
        shown |= {"form": NoteForm(typed, schools=schools, known=known), "meanwhile": True}
        return render(request, FORM, shown, status=409)
    except Refused as refused:
        return _draw(request, partnership, scrutiny_id, refused=refused)
    messages.success(request, "Changed.")
    return redirect("scrutiny:note", partnership, scrutiny_id)


@require_POST
@allow(may_write_note, ScrutinyNote, "scrutiny_id")
def share(request: PortalRequest, partnership: str, scrutiny_id: int) -> HttpResponse:
    """Show it to the lead."""
    try:
        actions.share(actor=request.actor, note_id=scrutiny_id)
    except Refused as refused:
        return _draw(request, partnership, scrutiny_id, refused=refused)
    messages.success(request, "Shared. The lead is told and asked to answer.")
    return redirect("scrutiny:note", partnership, scrutiny_id)


@require_POST
@allow(may_answer_note, ScrutinyNote, "scrutiny_id")
def answer(request: PortalRequest, partnership: str, scrutiny_id: int) -> HttpResponse:
    """The lead's answer."""
    form = NoteAnswerForm(request.POST, known=known_to(request.actor))
    if not form.is_valid():
        return _draw(request, partnership, scrutiny_id, form=form)
    try:
        actions.answer(actor=request.actor, note_id=scrutiny_id, words=form.cleaned_data["words"])
    except Refused as refused:
        return _draw(request, partnership, scrutiny_id, form=form, refused=refused)
    messages.success(request, "Answered. The scrutineer is told.")
    return redirect("scrutiny:note", partnership, scrutiny_id)


def _draw(
    request: PortalRequest,
    slug: str,
    scrutiny_id: int,
    *,
    form: NoteAnswerForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    try:
        page = note_page(actor=request.actor, note_id=scrutiny_id)
    except ScrutinyNote.DoesNotExist:
        raise Http404 from None
    shown = {
        "note": page,
        "form": form or NoteAnswerForm(known=known_to(request.actor)),
        "blockers": refused.blockers if refused else [],
        "slug": slug,
    }
    return render(request, PAGE, shown, status=409 if refused else 422 if form else 200)
