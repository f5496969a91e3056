"""The register of statutory references, and the act of bringing a draft to a new edition."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.frameworks.models import Framework
from audits.frameworks.policies import may_see_frameworks
from audits.frameworks.references import actions
from audits.frameworks.references.forms import DocumentForm, MoveForm, NewDocumentForm, initial_of
from audits.frameworks.references.models import ReferenceDocument
from audits.frameworks.references.policies import may_keep_references
from audits.frameworks.references.queries import document_page, register
from audits.frameworks.references.types import DocumentChanged, DocumentPage, FrameworkUses, TakenKey
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

FORM = "audits/frameworks/references/form.html"


@require_safe
@allow(may_see_frameworks)
def references(request: PortalRequest, partnership: str) -> HttpResponse:
    """All editions."""
    shown = {"rows": register(), "may_keep": may_keep_references(request.actor), "slug": partnership}
    return render(request, "audits/frameworks/references/register.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_keep_references)
def new(request: PortalRequest, partnership: str) -> HttpResponse:
    """Another document."""
    form = NewDocumentForm(request.POST or None, known=known_to(request.actor))
    shown = {"form": form, "slug": partnership, "title": "Add a document"}
    if form.is_valid():
        try:
            document = actions.add_document(actor=request.actor, facts=form.facts(form.cleaned_data["key"]))
        except TakenKey:
            form.add_error("key", "This key is on the register already: choose another")
        else:
            messages.success(request, f"{document.key} is on the register. Drafts can refer to it.")
            return redirect("frameworks:reference", partnership, document.pk)
    return render(request, FORM, shown, status=422 if form.is_bound else 200)


@require_safe
@allow(may_see_frameworks)
def document(request: PortalRequest, partnership: str, document_id: int) -> HttpResponse:
    """One edition: its facts, what refers to it, and for a replaced one what can be moved."""
    page = _page(document_id)
    may_keep = may_keep_references(request.actor)
    shown = {"page": page, "slug": partnership, "may_keep": may_keep}
    shown["frameworks"] = [(one, _form_for(one, page) if may_keep else None) for one in page.frameworks]
    return render(request, "audits/frameworks/references/document.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_keep_references, ReferenceDocument, "document_id")
def edit(request: PortalRequest, partnership: str, document_id: int) -> HttpResponse:
    """Correct an edition's facts."""
    row = _page(document_id).row
    known = known_to(request.actor)
    form = DocumentForm(request.POST or None, initial={"read": row.revision, **initial_of(row.facts)}, known=known)
    shown: dict[str, Any] = {"form": form, "slug": partnership, "title": f"Change {row.facts.key}", "row": row}
    if not form.is_valid():
        return render(request, FORM, shown, status=422 if form.is_bound else 200)
    read, facts = form.cleaned_data["read"] or 0, form.facts(row.facts.key)
    try:
        actions.save_document(actor=request.actor, document_id=document_id, read=read, facts=facts)
    except DocumentChanged as changed:
        again = DocumentForm({**request.POST.dict(), "read": changed.revision}, known=known)
        return render(request, FORM, {**shown, "form": again, "meanwhile": row.facts}, status=409)
    messages.success(request, f"{row.facts.key} is saved.")
    return redirect("frameworks:reference", partnership, document_id)


@require_http_methods(["GET", "POST"])
@allow(may_keep_references, ReferenceDocument, "document_id")
def edition(request: PortalRequest, partnership: str, document_id: int) -> HttpResponse:
    """The next edition, with a key of its own."""
    row = _page(document_id).row
    first = {name: value for name, value in initial_of(row.facts).items() if name in {"title", "publisher"}}
    form = NewDocumentForm(request.POST or None, initial=first, known=known_to(request.actor))
    shown = {"form": form, "slug": partnership, "title": f"New edition of {row.facts.key}", "row": row}
    if form.is_valid():
        facts = form.facts(form.cleaned_data["key"])
        try:
            made = actions.new_edition(actor=request.actor, document_id=document_id, facts=facts)
        except TakenKey:
            form.add_error("key", "This key is on the register already: choose another")
        except Refused as refused:
            return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
        else:
            messages.success(request, f"{made.key} replaces {row.facts.key}. Below is what still refers to the old one")
            return redirect("frameworks:reference", partnership, document_id)
    return render(request, FORM, shown, status=422 if form.is_bound else 200)


@require_POST
@allow(may_keep_references, ReferenceDocument, "document_id")
def move(request: PortalRequest, partnership: str, document_id: int, framework_id: int) -> HttpResponse:
    """Move chosen references of a draft to the successor: shown once more before it is done."""
    page = _page(document_id)
    draft = next((one for one in page.frameworks if one.framework_id == framework_id), None)
    if draft is None or page.row.successor is None:
        raise Http404
    form = MoveForm(request.POST, uses=draft.uses, new_key=page.row.successor.key)
    shown: dict[str, Any] = {"page": page, "draft": draft, "form": form, "slug": partnership}
    if not form.is_valid():
        forms = [(one, form if one is draft else _form_for(one, page)) for one in page.frameworks]
        shown |= {"may_keep": True, "frameworks": forms}
        return render(request, "audits/frameworks/references/document.html", shown, status=422)
    if not form.cleaned_data["confirmed"]:
        return render(request, "audits/frameworks/references/confirm.html", {**shown, "chosen": form.chosen()})
    try:
        moved = actions.move_references(actor=request.actor, framework_id=framework_id, moves=form.moves())
    except Framework.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    words = "1 reference is" if moved == 1 else f"{moved} references are"
    messages.success(request, f"{words} moved to {page.row.successor.key} in {draft.name}.")
    return redirect("frameworks:reference", partnership, document_id)


def _page(document_id: int) -> DocumentPage:
    try:
        return document_page(document_id=document_id)
    except ReferenceDocument.DoesNotExist:
        raise Http404 from None


def _form_for(uses: FrameworkUses, page: DocumentPage) -> MoveForm | None:
    """Only a draft's references to an edition that has a successor can be moved."""
    if not uses.is_draft or page.row.successor is None:
        return None
    return MoveForm(uses=uses.uses, new_key=page.row.successor.key)
