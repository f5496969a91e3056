"""The partnership decides whether its schools may upload files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audits.evidence.actions import decide_uploads
from audits.evidence.forms import DecideForm
from audits.evidence.policies import may_decide_uploads, may_see_decision
from audits.evidence.queries import decisions, unchecked_since
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@allow(may_see_decision)
def uploads(request: PortalRequest, partnership: str) -> HttpResponse:
    """How it stands, how it came to be, and for the lead the way to change it."""
    may_decide = may_decide_uploads(request.actor)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    made = decisions()
    allowed = bool(made and made[0].allowed)
    form = DecideForm(
        request.POST or None, initial={"allowed": "yes" if allowed else "no"}, known=known_to(request.actor)
    )
    if not form.is_valid():
        number, since = unchecked_since()
        shown = {
            "decisions": made, "allowed": allowed, "may_decide": may_decide, "form": form, "slug": partnership,
            "resting": number, "resting_since": since,
        }  # fmt: skip
        return render(request, "audits/evidence/uploads.html", shown, status=422 if form.is_bound else 200)
    decide_uploads(actor=request.actor, **form.cleaned_data)
    words = "Schools may upload files now." if form.cleaned_data["allowed"] else "Schools upload no files from now on."
    messages.success(request, words)
    return redirect("uploads:uploads", partnership)
