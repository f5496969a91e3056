"""What changed, and which answers it touches."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.answers.views import the_audit
from audits.feed.queries import feed_of
from audits.lifecycle.policies import sees_whole_audit
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@allow(sees_whole_audit)
def changes(request: PortalRequest, urn: int) -> HttpResponse:
    """The change feed of the current audit."""
    return render(request, "audits/feed/changes.html", {"page": feed_of(audit=the_audit()), "urn": urn})
