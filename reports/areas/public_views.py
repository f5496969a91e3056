"""Published area summaries as pages and files. No account, no cookie."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from lscp_portal.access.place import of_partnership
from lscp_portal.access.policies import public
from lscp_portal.access.request import PublicRequest
from lscp_portal.tenancy.models import Partnership
from reports.areas.files import csv_download, tagged
from reports.areas.public_queries import (
    areas,
    csv_of,
    partnership_by_slug,
    published_summary,
    published_years,
    reports_of,
)
from reports.areas.tidy import file_name, write_meta
from reports.areas.types import Frozen, document

FOR_EVERYBODY = "published figures are for everybody"


@public(FOR_EVERYBODY)
@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Every partnership, by name."""
    return render(request, "reports/areas/public_list.html", {"areas": areas()})


@public(FOR_EVERYBODY)
@require_safe
@conditional_page
def area(request: PublicRequest, slug: str) -> HttpResponse:
    """One partnership: its years, and the reports on its schools."""
    partnership = _partnership(request, slug)
    asked = request.GET.get("page", "1")
    shown = {
        "partnership": partnership,
        "years": published_years(slug),
        "list": reports_of(slug=slug, page=int(asked) if asked.isdecimal() and len(asked) < 7 else 1),  # noqa: PLR2004
    }
    return render(request, "reports/areas/public_area.html", shown)


@public(FOR_EVERYBODY)
@require_safe
@conditional_page
def year_page(request: PublicRequest, slug: str, year: int) -> HttpResponse:
    """The figures of one year in words and tables, with the files."""
    summary = _summary(slug, year)
    _partnership(request, slug)
    return render(request, "reports/areas/public_year.html", {"summary": summary, "figures": summary.figures})


@public(FOR_EVERYBODY)
@require_safe
def csv_file(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The tidy CSV, the very bytes that were hashed."""
    summary = _summary(slug, year)
    answer = csv_download(csv_of(summary), name=f"{file_name(lscp_slug=slug, year=year)}.csv")
    return tagged(request, answer, sha256=summary.sha256)


@public(FOR_EVERYBODY)
@require_safe
@conditional_page
def meta_file(request: HttpRequest, slug: str, year: int) -> HttpResponse:  # noqa: ARG001 - the decorators read it
    """What the columns mean, for DfE's loader."""
    summary = _summary(slug, year)
    return csv_download(write_meta(), name=f"{file_name(lscp_slug=summary.slug, year=year)}.meta.csv")


@public(FOR_EVERYBODY)
@require_safe
@conditional_page
def json_file(request: HttpRequest, slug: str, year: int) -> HttpResponse:  # noqa: ARG001 - the decorators read it
    """The same rows as JSON; also at /api/v1/areas/."""
    return JsonResponse(document(_summary(slug, year)), json_dumps_params={"ensure_ascii": False})


def _summary(slug: str, year: int) -> Frozen:
    summary = published_summary(slug=slug, year=year)
    if summary is None:
        raise Http404
    return summary


def _partnership(request: PublicRequest, slug: str) -> Partnership:
    partnership = partnership_by_slug(slug)
    if partnership is None:
        raise Http404
    request.place = of_partnership(replace(request.place, slug=slug), partnership)
    return partnership
