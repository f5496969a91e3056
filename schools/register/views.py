"""The partnership's schools: looking them up, and bringing them into step with the national register."""

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.types import Cell, Pages
from schools.changes.importing import import_for_review
from schools.changes.queries import undecided_changes
from schools.register.establishment import ExtractRefused
from schools.register.extract import read_extract
from schools.register.forms import ImportForm, SchoolFilterForm
from schools.register.models import RegisterImport
from schools.register.policies import may_import, may_see_schools
from schools.register.queries import PAGE, import_page, imports, school_list
from schools.register.types import ImportResult, NoAuthority, SchoolFilter, SchoolList

NAMED = 10
HEADINGS = ("School", "URN", "Phase", "Town", "Status")


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the error summary."""

    sentence: str
    href: str = "#id_extract"


@require_safe
@allow(may_see_schools)
def schools(request: PortalRequest, partnership: str) -> HttpResponse:
    """The list, with search and filters."""
    form = SchoolFilterForm(request.GET)
    wanted = form.wanted()
    page = school_list(wanted=wanted)
    shown = {
        "form": SchoolFilterForm(initial={"q": wanted.words, "phase": wanted.phase, "status": wanted.status}),
        "page": page,
        "is_filtered": bool(wanted.words or wanted.phase or wanted.status),
        "headings": HEADINGS,
        "rows": _rows(page, partnership),
        "pages": _pages(page, wanted, request.path),
        "may_import": may_import(request.actor),
        "undecided": undecided_changes(),
        "slug": partnership,
    }
    return render(request, "schools/register/schools.html", shown)


@require_safe
@allow(may_see_schools)
def history(request: PortalRequest, partnership: str) -> HttpResponse:
    """What was imported when."""
    shown = {"imports": imports(), "may_import": may_import(request.actor), "slug": partnership}
    return render(request, "schools/register/imports.html", shown)


@require_safe
@allow(may_see_schools)
def imported(request: PortalRequest, partnership: str, import_id: int) -> HttpResponse:
    """One import, and what it changed."""
    try:
        page = import_page(import_id=import_id)
    except RegisterImport.DoesNotExist:
        raise Http404 from None
    return render(request, "schools/register/import_detail.html", {"page": page, "slug": partnership})


@require_http_methods(["GET", "POST"])
@allow(may_import)
def import_extract(request: PortalRequest, partnership: str) -> HttpResponse:
    """Hand in an extract. The whole file is read before anything changes."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_valid():
        return _upload_page(request, form, status=422 if form.is_bound else 200)
    file: UploadedFile[Any] = form.cleaned_data["extract"]
    try:
        result = import_for_review(
            actor=request.actor,
            tenant_id=request.actor.tenant_id,
            extract=read_extract(cast("BinaryIO", file)),  # a seekable file of bytes, as Django keeps uploads
            file_name=file.name or "extract.csv",
        )
    except ExtractRefused as refused:
        return _upload_page(request, form, reasons=_reasons(refused), status=422)
    except NoAuthority:
        reason = "No local authority belongs to this partnership yet, so no school can be its own. Ask the operator."
        return _upload_page(request, form, reasons=[Reason(reason)], status=409)
    return _after(request, partnership, result)


def _upload_page(
    request: PortalRequest, form: ImportForm, *, reasons: list[Reason] | None = None, status: int
) -> HttpResponse:
    context = {"form": form, "reasons": reasons or [], "slug": request.place.slug}
    return render(request, "schools/register/import.html", context, status=status)


def _reasons(refused: ExtractRefused) -> list[Reason]:
    found = [Reason(str(problem)) for problem in refused.problems]
    if (more := refused.total - len(found)) > 0:
        found.append(Reason(f"… and {more:,} more."))
    return found


def _after(request: PortalRequest, partnership: str, result: ImportResult) -> HttpResponse:
    read = f"{result.rows_read:,} schools were read, {result.rows_of_area:,} of them yours."
    if result.not_in_file:
        named = ", ".join(str(urn) for urn in result.not_in_file[:NAMED])
        rest = f" and {len(result.not_in_file) - NAMED} more" if len(result.not_in_file) > NAMED else ""
        messages.warning(request, f"Open with us, but not in this file: URN {named}{rest}. They were left as they are.")
    if result.missing_columns:
        messages.warning(request, f"The file lacks columns we would read: {', '.join(result.missing_columns)}.")
    if not result.rows_of_area:
        messages.warning(request, f"Nothing changed: the file has no school of your local authorities. {read}")
        return redirect("register:imports", partnership)
    if result.import_id is None:
        waiting = undecided_changes().count
        words = (
            f"Nothing new: the changes it would make are on your list already. {read}"
            if waiting
            else f"Nothing changed: our schools are as the file has them. {read}"
        )
        messages.success(request, words)
        return redirect("changes:list" if waiting else "register:imports", partnership)
    if result.proposed:
        total = sum(result.proposed.values())
        found = "1 change waits" if total == 1 else f"{total:,} changes wait"
        messages.success(request, f"The extract is read. {found} for a decision; nothing has changed yet. {read}")
        return redirect("changes:list", partnership)
    messages.success(request, f"The extract is imported. {read}")
    return redirect("register:imported", partnership, result.import_id)


def _rows(page: SchoolList, partnership: str) -> list[list[object]]:
    return [
        [
            Cell(row.name, href=reverse("cycles:school", args=[partnership, row.id])),
            row.urn,
            row.phase,
            row.town,
            row.status if row.status == "Open" else Cell(tag=row.status),
        ]
        for row in page.rows
    ]


def _pages(page: SchoolList, wanted: SchoolFilter, path: str) -> Pages:
    def address(start: int) -> str:
        asked = {"q": wanted.words, "phase": wanted.phase, "status": wanted.status, "start": start or ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{query}" if query else path

    last = min(page.start + PAGE, page.total)
    return Pages(
        previous_href=address(max(0, page.start - PAGE)) if page.start else "",
        next_href=address(page.start + PAGE) if last < page.total else "",
        position=f"Schools {page.start + 1} to {last} of {page.total}" if page.rows else "",
    )
