"""Who signs for the head or the chair: to read for all who see the whole audit, to write for head and chair."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from audits.lifecycle.policies import sees_whole_audit
from audits.lifecycle.queries import current_audit
from audits.signing_delegates.actions import end_delegation, name_delegate
from audits.signing_delegates.forms import DelegateForm
from audits.signing_delegates.models import SigningDelegate
from audits.signing_delegates.policies import may_end_delegation, may_name_delegates
from audits.signing_delegates.queries import choices, delegates_of_school
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@allow(sees_whole_audit)
def listing(request: PortalRequest, urn: int) -> HttpResponse:
    """Every delegation there is and was; head and chair write down another one."""
    may_name = may_name_delegates(request.actor)
    if request.method == "POST" and not may_name:
        raise PermissionDenied
    people = choices(actor=request.actor) if may_name else []
    form = DelegateForm(
        request.POST or None,
        people=people,
        initial={"starts_on": timezone.localdate()},
        known=known_to(request.actor),
    )
    if form.is_valid():
        try:
            row = name_delegate(actor=request.actor, said=form.said())
        except Refused as refused:
            form.refuse(refused.blockers)
        else:
            messages.success(request, f"{row.delegate_name} may sign for the {row.step}. They are told by e-mail.")
            return redirect("delegates:listing", urn)
    shown = {
        "form": form,
        "may_name": may_name,
        "people": people,
        "rows": delegates_of_school(actor=request.actor, audit=current_audit()),
        "urn": urn,
    }
    status = 422 if form.is_bound else 200
    return render(request, "audits/signing_delegates/listing.html", shown, status=status)


@require_http_methods(["POST"])
@allow(may_end_delegation, SigningDelegate, "delegate_id")
def end_it(request: PortalRequest, urn: int, delegate_id: int) -> HttpResponse:
    """It ends now; what was signed under it stands."""
    row = end_delegation(actor=request.actor, delegate_id=delegate_id)
    messages.success(request, f"{row.delegate_name} does not sign for the {row.step} any more, and is told.")
    return redirect("delegates:listing", urn)
