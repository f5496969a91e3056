"""Handing in the register's file of links."""

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker
from schools.links.actions import import_links
from schools.links.forms import LinksForm
from schools.links.reading import read_links
from schools.links.types import LinksResult
from schools.register.establishment import ExtractRefused
from schools.register.policies import may_import


@require_http_methods(["GET", "POST"])
@allow(may_import)
def links(request: PortalRequest, partnership: str) -> HttpResponse:
    """Hand in the file. All of it is read before anything changes."""
    form = LinksForm(request.POST, request.FILES) if request.method == "POST" else LinksForm()
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    file: UploadedFile[Any] = form.cleaned_data["links"]
    try:
        read = read_links(cast("BinaryIO", file))  # a seekable file of bytes, as Django keeps uploads
    except ExtractRefused as refused:
        return _page(request, form, reasons=_reasons(refused), status=422)
    tenant_id, name = request.actor.tenant_id, file.name or "links.csv"
    result = import_links(actor=request.actor, tenant_id=tenant_id, file=read, file_name=name)
    messages.success(request, _told(result))
    return redirect("register:schools", partnership)


def _page(request: PortalRequest, form: LinksForm, *, status: int, reasons: Sequence[Blocker] = ()) -> HttpResponse:
    context = {"form": form, "reasons": reasons, "slug": request.place.slug}
    return render(request, "schools/links/links.html", context, status=status)


def _reasons(refused: ExtractRefused) -> list[Blocker]:
    found = [Blocker("file", str(problem)) for problem in refused.problems]
    more = refused.total - len(found)
    return [*found, Blocker("more", f"… and {more:,} more.")] if more > 0 else found


def _told(result: LinksResult) -> str:
    read = f"{result.read:,} links were read, {result.new + result.unchanged:,} of them about your schools."
    if not (result.new or result.gone):
        return f"Nothing changed: the links are as the file has them. {read}"
    gone = f", {result.gone:,} are not in the file any more" if result.gone else ""
    return f"{result.new:,} links are new{gone}. The history of these schools follows them. {read}"
