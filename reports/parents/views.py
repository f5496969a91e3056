"""The public pages: no account, no cookie. A parent on a phone comes first."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lscp_portal.access.place import of_partnership
from lscp_portal.access.policies import public
from lscp_portal.access.request import PublicRequest
from lscp_portal.tenancy.models import Partnership
from reports.parents.queries import find_schools, partnership_of, school_page
from reports.publication.queries import file_of, latest_edition
from reports.publication.types import PublishedEdition, StoredFile


@public("the front door")
@require_safe
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


@public("published reports are for everybody")
@require_safe
def school(request: PublicRequest, urn: int) -> HttpResponse:
    """Half a page of plain English about one school, and its reports."""
    page = school_page(urn)
    if page is None:
        raise Http404
    return _render(request, page.partnership, "reports/parents/school.html", {"page": page})


@public("published reports are for everybody")
@require_safe
def report(request: PublicRequest, urn: int, year: int, kind: str) -> HttpResponse:
    """The report as a web page: the stored bytes in the public shell. 410 once it is withdrawn."""
    edition = _edition(urn, year, kind)
    partnership = partnership_of(edition.tenant_id)
    page, pdf = file_of(edition.id, "html"), file_of(edition.id, "pdf")
    if edition.is_withdrawn or page is None:
        return _render(request, partnership, "reports/parents/withdrawn.html", {"edition": edition}, status=410)
    # our own document, made by autoescaping templates and kept under its hash: shown as it was stored
    words = mark_safe(page.content.decode())  # noqa: S308
    return _render(
        request, partnership, "reports/parents/report.html", {"edition": edition, "words": words, "pdf": pdf}
    )


@public("published reports are for everybody")
@require_safe
def report_pdf(request: HttpRequest, urn: int, year: int, kind: str) -> HttpResponse:
    """The stored PDF, byte for byte."""
    edition = _edition(urn, year, kind)
    stored = file_of(edition.id, "pdf")
    if edition.is_withdrawn or stored is None:
        return HttpResponse("This report was withdrawn.", status=410, content_type="text/plain; charset=utf-8")
    return _bytes(request, stored, f"{urn}-{year}-{kind}.pdf")


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
    return render(request, "reports/parents/security.txt", content_type="text/plain; charset=utf-8")


def _edition(urn: int, year: int, kind: str) -> PublishedEdition:
    edition = latest_edition(urn, year, kind)
    if edition is None:
        raise Http404
    return edition


def _render(
    request: PublicRequest, partnership: Partnership, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    request.place = of_partnership(replace(request.place, slug=partnership.slug), partnership)
    return render(request, template, dict(context), status=status)


def _bytes(request: HttpRequest, stored: StoredFile, name: str) -> HttpResponse:
    etag = f'"{stored.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    headers = {"ETag": etag, "Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(stored.content, content_type="application/pdf", headers=headers)
