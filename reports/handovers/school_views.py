"""A school's earlier record, for the school."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from reports.handovers.papers import paper_page
from reports.handovers.policies import may_read_own_record
from reports.handovers.views import download
from schools.handovers.queries import received_papers
from schools.links.queries import family


@require_safe
@allow(may_read_own_record)
def listing(request: PortalRequest, urn: int) -> HttpResponse:
    """What the school was before, and the papers from then."""
    shown = {"before": family().before(urn), "papers": received_papers(urn), "urn": urn}
    return render(request, "reports/handovers/school_list.html", shown)


@require_safe
@allow(may_read_own_record)
def paper(request: PortalRequest, urn: int, item_id: int) -> HttpResponse:
    """One of them."""
    return render(request, "reports/handovers/school_paper.html", {"page": paper_page(item_id=item_id), "urn": urn})


@require_safe
@allow(may_read_own_record)
def paper_json(request: PortalRequest, urn: int, item_id: int) -> HttpResponse:  # noqa: ARG001 - the address
    """The exact bytes that the hash is of."""
    return download(paper_page(item_id=item_id))
