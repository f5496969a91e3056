"""Bringing a framework in: file, preview, confirmation."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.exchange.actions import draft_from, replace_contents
from audits.frameworks.exchange.contents import contents_of
from audits.frameworks.exchange.files import read_file
from audits.frameworks.exchange.forms import REPLACE, ConfirmForm, UploadForm
from audits.frameworks.exchange.queries import import_preview, origin_of
from audits.frameworks.exchange.sealing import unseal
from audits.frameworks.exchange.types import DraftChanged, OtherSeries
from audits.frameworks.models import Framework
from audits.frameworks.place import DefinitionRefused
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.versions.types import VersionTaken
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused

BOTH = ["GET", "POST"]
PAGES = "audits/frameworks/exchange/"
CHANGED = "Somebody changed the draft since you looked. Nothing was replaced. Here is what the file would change now."


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the error summary."""

    sentence: str
    href: str = "#id_file"


@require_http_methods(BOTH)
@allow(may_edit_framework)
def import_new(request: PortalRequest, partnership: str) -> HttpResponse:
    """A file that belongs to no version in particular."""
    return _upload(request, partnership, None)


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def import_into(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """A file brought to a version: compared with it, and into it where it is a draft."""
    return _upload(request, partnership, framework_id)


@require_POST
@allow(may_edit_framework)
def confirm_new(request: PortalRequest, partnership: str) -> HttpResponse:
    """Make a draft of it."""
    return _confirm(request, partnership, None)


@require_POST
@allow(may_edit_framework, Framework, "framework_id")
def confirm_into(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """Make a draft of it, or replace what is in the draft."""
    return _confirm(request, partnership, framework_id)


def _upload(request: PortalRequest, partnership: str, framework_id: int | None) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    shown: dict[str, Any] = {"form": form, "slug": partnership, "reasons": [], "framework_id": framework_id}
    if framework_id is not None:
        shown["beside"] = contents_of(framework_id=framework_id)
    if not form.is_valid():
        return render(request, f"{PAGES}upload.html", shown, status=422 if form.is_bound else 200)
    file = form.cleaned_data["file"]
    try:
        definition = read_file(file.read(), file.name or "")
    except DefinitionRefused as refused:
        shown["reasons"] = _reasons(refused)
        return render(request, f"{PAGES}upload.html", shown, status=422)
    return _preview(request, definition, file.name or "", framework_id)


def _reasons(refused: DefinitionRefused) -> list[Reason]:
    return [Reason(line) for line in refused.lines()]


def _preview(
    request: PortalRequest,
    definition: FrameworkDefinition,
    name: str,
    framework_id: int | None,
    **more: Any,  # noqa: ANN401
) -> HttpResponse:
    preview = import_preview(definition=definition, file_name=name, framework_id=framework_id)
    form = more.pop("form", None) or ConfirmForm(preview=preview)
    shown = {"preview": preview, "form": form, "slug": request.place.slug, "framework_id": framework_id}
    status = more.pop("status", 200)
    return render(request, f"{PAGES}preview.html", {**shown, **more}, status=status)


def _confirm(request: PortalRequest, partnership: str, framework_id: int | None) -> HttpResponse:
    try:
        definition, name = unseal(request.POST.get("sealed", ""))
    except (signing.BadSignature, DefinitionRefused):
        messages.error(request, "The preview is older than a day. Choose the file again.")
        return redirect("frameworks:import_new", partnership)
    preview = import_preview(definition=definition, file_name=name, framework_id=framework_id)
    form = ConfirmForm(request.POST, preview=preview)
    if not form.is_valid():
        return _preview(request, definition, name, framework_id, form=form, status=422)
    try:
        framework = _kept(request, definition, form, framework_id)
    except VersionTaken:
        form.add_error("version", "There is a version of this name already: choose another one")
        return _preview(request, definition, name, framework_id, form=form, status=422)
    except DraftChanged:
        return _preview(request, definition, name, framework_id, status=409, changed=CHANGED)
    except (Refused, OtherSeries) as refused:
        words = getattr(refused, "blockers", None) or [
            Reason("The file belongs to another framework: make a new draft.")
        ]
        return _preview(request, definition, name, framework_id, status=409, blockers=words)
    messages.success(request, f"{framework.title} {framework.version} now holds what the file says. It is a draft.")
    return redirect("frameworks:detail", partnership, framework.pk)


def _kept(
    request: PortalRequest, definition: FrameworkDefinition, form: ConfirmForm, framework_id: int | None
) -> Framework:
    said = form.cleaned_data
    if said["into"] == REPLACE and framework_id is not None:
        return replace_contents(
            actor=request.actor, framework_id=framework_id, read=said["read"], definition=definition
        )
    return draft_from(
        actor=request.actor,
        definition=definition,
        version=said["version"],
        origin=origin_of(definition=definition, framework_id=framework_id),
    )
