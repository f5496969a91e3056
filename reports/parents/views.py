"""The public pages: no account, no cookie. A parent on a phone comes first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from lscp_portal.access.place import of_partnership
from lscp_portal.access.policies import public
from lscp_portal.access.request import PublicRequest
from lscp_portal.tenancy.models import Partnership
from reports.areas.files import tagged
from reports.parents.queries import find_schools, partnership_of, pdf_size, school_page
from reports.publication.document import trusted
from reports.publication.queries import file_of, latest_edition
from reports.publication.types import PublishedEdition

FOR_EVERYBODY = "published reports are for everybody"
REVIEWED_EVERY = timedelta(days=180)


@public("the front door")
@require_safe
@conditional_page
def front(request: HttpRequest) -> HttpResponse:
    """What this is, find a school's report, sign in."""
    return render(request, "reports/parents/front.html")


@public("anybody may look for a school")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results of a search; straight to the school when only one can be meant."""
    page = find_schools(request.GET.get("q", ""))
    if page.only:
        return redirect(page.only.href)
    return render(request, "reports/parents/search.html", {"page": page})


@public(FOR_EVERYBODY)
@require_safe
@conditional_page
def school(request: PublicRequest, urn: int) -> HttpResponse:
    """Half a page of plain English about one school, and its reports."""
    page = school_page(urn)
    if page is None:
        raise Http404
    return _render(request, page.partnership, "reports/parents/school.html", {"page": page})


@public(FOR_EVERYBODY)
@require_safe
@conditional_page
def report(request: PublicRequest, urn: int, year: int, kind: str) -> HttpResponse:
    """The report as a web page: the stored bytes in the public shell. 410 once it is withdrawn."""
    edition = _edition(urn, year, kind)
    if edition.is_withdrawn:
        return _withdrawn(request, edition)
    page = file_of(edition.id, "html")
    if page is None:
        raise Http404
    context = {"edition": edition, "words": trusted(page.content.decode()), "pdf": pdf_size(edition.id)}
    return _render(request, partnership_of(edition.tenant_id), "reports/parents/report.html", context)


@public(FOR_EVERYBODY)
@require_safe
def report_pdf(request: PublicRequest, urn: int, year: int, kind: str) -> HttpResponse:
    """The stored PDF, byte for byte."""
    edition = _edition(urn, year, kind)
    if edition.is_withdrawn:
        return _withdrawn(request, edition)
    stored = file_of(edition.id, "pdf")
    if stored is None:
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="{urn}-{year}-{kind}.pdf"'}
    answer = HttpResponse(stored.content, content_type="application/pdf", headers=headers)
    return tagged(request, answer, sha256=stored.sha256)


@public("a statement the law asks for")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "reports/parents/accessibility.html")


@public("a statement the law asks for")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom."""
    return render(request, "reports/parents/privacy.html")


@public("where to report a weakness")
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116."""
    expires = (timezone.now() + REVIEWED_EVERY).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: {request.build_absolute_uri('/privacy/#weakness')}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _edition(urn: int, year: int, kind: str) -> PublishedEdition:
    edition = latest_edition(urn, year, kind)
    if edition is None:
        raise Http404
    return edition


def _withdrawn(request: PublicRequest, edition: PublishedEdition) -> HttpResponse:
    """When it was taken back and for what kind of reason; the web page and the PDF say the same."""
    partnership = partnership_of(edition.tenant_id)
    return _render(request, partnership, "reports/parents/withdrawn.html", {"edition": edition}, status=410)


def _render(
    request: PublicRequest, partnership: Partnership, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    request.place = of_partnership(replace(request.place, slug=partnership.slug), partnership)
    return render(request, template, dict(context), status=status)
