"""Files of a school's evidence: sent, opened, taken out, put back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.answers.types import AuditClosed
from audits.evidence import uploading
from audits.evidence.forms import UploadForm
from audits.evidence.models import EvidenceFile, EvidenceItem
from audits.evidence.policies import may_give_evidence, may_see_evidence
from audits.evidence.queries import file_to_hand_out, item_shown, place_of, uploads_allowed
from audits.evidence.school_views import refused
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest, wants_json
from lscp_portal.files.receiving import takes_files
from lscp_portal.files.serving import hand_out
from lscp_portal.files.storing import StoreAway
from lscp_portal.files.types import FileRefused, Kind
from lscp_portal.workflow import Refused

UNAVAILABLE = 503
AWAY = (
    "The file could not be kept just now: the place where files are stored does not answer. Try again in some minutes."
)
SENT = "The file has arrived and is being checked. You can go on meanwhile."


@takes_files
@require_http_methods(["GET", "POST"])
@allow(may_give_evidence, EvidenceItem, "evidence_id")
def upload(request: PortalRequest, urn: int, evidence_id: int) -> HttpResponse:
    """Send a file for one item. The same address answers a script that shows progress (Accept: application/json)."""
    section, code = place_of(item_id=evidence_id)
    back = reverse("evidence:items", args=[urn, section, code])
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            uploading.receive_file(actor=request.actor, item_id=evidence_id, **form.sent())
        except (Refused, FileRefused) as stopped:
            form.add_error("file", str(stopped))
        except AuditClosed as closed:
            return refused(request, closed)
        except StoreAway:
            form.add_error("file", AWAY)
            status = UNAVAILABLE
        else:
            messages.success(request, SENT)
            return JsonResponse({"location": back}) if wants_json(request) else redirect(back)
    if form.is_bound and wants_json(request):
        return JsonResponse({"errors": [str(words) for words in form.errors["file"]]}, status=status)
    return _draw(request, form, {"urn": urn, "section": section, "code": code, "item_id": evidence_id}, status)


@require_safe
@allow(may_see_evidence, EvidenceFile, "file_id")
def download(request: PortalRequest, urn: int, file_id: int) -> HttpResponseBase:  # noqa: ARG001 - every view gets it
    """Open a clean file."""
    try:
        file = file_to_hand_out(file_id=file_id)
        return hand_out(key=file.key, name=file.name, kind=Kind[file.kind])
    except (EvidenceFile.DoesNotExist, FileNotFoundError):
        raise Http404 from None


@require_POST
@allow(may_give_evidence, EvidenceFile, "file_id")
def remove(request: PortalRequest, urn: int, file_id: int) -> HttpResponse:
    """Take the file out; its description stays."""
    return _done(request, urn, file_id, uploading.remove_file, "The file is taken out. Its description stays.")


@require_POST
@allow(may_give_evidence, EvidenceFile, "file_id")
def put_back(request: PortalRequest, urn: int, file_id: int) -> HttpResponse:
    """Undo that."""
    return _done(request, urn, file_id, uploading.put_file_back, "The file is back.")


def _done(
    request: PortalRequest, urn: int, file_id: int, action: Callable[..., EvidenceFile], words: str
) -> HttpResponse:
    try:
        file = action(actor=request.actor, file_id=file_id)
    except (Refused, AuditClosed) as stopped:
        return refused(request, stopped)
    messages.success(request, words)
    return redirect("evidence:items", urn, *place_of(item_id=file.item_id))


def _draw(request: PortalRequest, form: UploadForm, place: dict[str, object], status: int) -> HttpResponse:
    try:
        item = item_shown(item_id=int(str(place["item_id"])))
    except EvidenceItem.DoesNotExist:
        raise Http404 from None
    shown = {**place, "form": form, "item": item, "is_allowed": uploads_allowed()}
    return render(request, "audits/evidence/upload.html", shown, status=status)
