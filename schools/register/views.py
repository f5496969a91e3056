"""Bringing the partnership's schools into step with the national register. The list: reports.schools."""

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from schools.changes.importing import import_for_review
from schools.changes.queries import undecided_changes
from schools.register.establishment import ExtractRefused
from schools.register.extract import read_extract
from schools.register.forms import ImportForm
from schools.register.models import RegisterImport
from schools.register.policies import may_import, may_see_schools
from schools.register.queries import import_page, imports
from schools.register.types import ImportResult, NoAuthority

NAMED = 10


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the error summary."""

    sentence: str
    href: str = "#id_extract"


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
        messages.warning(
            request,
            f"Nothing changed: the file has no school of your local authorities. {read} "
            "Choose the file of all England, edubasealldata; if it was that one, ask the operator of this portal which "
            "local authorities belong to your partnership.",
        )
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
