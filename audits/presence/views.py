"""A page that is open asks who else is here. Scripts only: without them, saving still shows both wordings."""

from dataclasses import asdict

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from audits.answers.views import the_audit
from audits.delegation.queries import is_theirs
from audits.lifecycle.policies import answers_for_school
from audits.presence.actions import be_here
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


class HereForm(forms.Form):
    """Which indicator is open."""

    code = forms.RegexField(r"^[A-Z]{2}\d{1,2}\Z", required=False)


@require_POST
@allow(answers_for_school)
def here(request: PortalRequest, urn: int, section: str) -> HttpResponse:  # noqa: ARG001 - part of the address
    """Who else is in this section, and what its answers stand at."""
    form = HereForm(request.POST)
    if not form.is_valid():
        raise Http404
    audit, code = the_audit(), form.cleaned_data["code"]
    if not is_theirs(actor=request.actor, audit=audit, section=section, code=code):
        raise Http404
    found = be_here(actor=request.actor, audit=audit, section=section, code=code)
    return JsonResponse(asdict(found))
