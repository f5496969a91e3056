"""How much time a school has, and a way to ask for more."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audits.extensions.actions import ask_for_time
from audits.extensions.forms import WishForm
from audits.extensions.policies import may_ask_for_time
from audits.extensions.queries import time_page
from audits.lifecycle.policies import works_at_school
from audits.lifecycle.queries import current_audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to


@require_http_methods(["GET", "POST"])
@allow(works_at_school)
def time(request: PortalRequest, urn: int) -> HttpResponse:
    """The due date, what was given and asked; DSL, head and chair may ask."""
    audit = current_audit()
    if audit is None:
        raise Http404
    may_ask = may_ask_for_time(request.actor, audit)
    if request.method == "POST" and not may_ask:
        raise PermissionDenied
    form = WishForm(request.POST or None, known=known_to(request.actor))
    shown = {"urn": urn, "form": form, "may_ask": may_ask, "page": time_page(audit=audit)}
    if not form.is_valid():
        return render(request, "audits/extensions/time.html", shown, status=422 if form.is_bound else 200)
    try:
        ask_for_time(actor=request.actor, audit_id=audit.pk, wish=form.more())
    except Refused as refused:
        shown["blockers"] = refused.blockers
        return render(request, "audits/extensions/time.html", shown, status=409)
    messages.success(request, "You have asked for more time. The LSCP lead is told, and you get an e-mail.")
    return redirect("extension:time", urn)
