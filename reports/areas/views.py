"""The area summary in work: what happened so far, freezing it, publishing it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker, Refused
from reports.areas.actions import freeze_summary, publish_summary
from reports.areas.files import csv_download
from reports.areas.forms import FreezeForm, PublishForm
from reports.areas.models import AreaSummary
from reports.areas.policies import may_freeze, may_publish_area, may_see_area
from reports.areas.queries import area_page, download_rows, year_of, years
from reports.areas.tidy import file_name, write_csv, write_meta
from reports.areas.types import year_in_words
from reports.scrutiny.policies import may_see_scrutiny

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@allow(may_see_area)
def index(request: PortalRequest, partnership: str) -> HttpResponse:
    """The newest year."""
    return _show(request, partnership, years()[0])


@require_safe
@allow(may_see_area)
def year_page(request: PortalRequest, partnership: str, year: int) -> HttpResponse:
    """One academic year."""
    return _show(request, partnership, _known(year))


@require_safe
@allow(may_see_area)
def csv_file(request: PortalRequest, partnership: str, year: int) -> HttpResponse:
    """The figures of the page as tidy CSV."""
    rows = download_rows(tenant_id=request.actor.tenant_id, year=_known(year))
    return csv_download(write_csv(rows), name=f"{file_name(lscp_slug=partnership, year=year)}.csv")


@require_safe
@allow(may_see_area)
def meta_file(request: PortalRequest, partnership: str, year: int) -> HttpResponse:  # noqa: ARG001 - @allow reads it
    """What the columns mean, for DfE's loader."""
    return csv_download(write_meta(), name=f"{file_name(lscp_slug=partnership, year=_known(year))}.meta.csv")


@require_http_methods(BOTH)
@allow(may_freeze)
def freeze(request: PortalRequest, partnership: str, year: int) -> HttpResponse:
    """Confirm, then freeze the figures as DfE and Ofsted get them."""
    form = FreezeForm(request.POST if request.method == "POST" else None)
    blockers: list[Blocker] = []
    if form.is_valid():
        try:
            freeze_summary(actor=request.actor, year=year)
        except Refused as refused:
            blockers = refused.blockers
        else:
            messages.success(
                request,
                "The figures are frozen. Download them here for DfE and Ofsted; somebody else can publish them now.",
            )
            return redirect("area:year", partnership, year)
    page = area_page(actor=request.actor, year=_known(year))
    shown = {"page": page, "form": form, "slug": partnership, "blockers": blockers}
    return render(request, "reports/areas/freeze.html", shown, status=_status(form, blockers))


@require_http_methods(BOTH)
@allow(may_publish_area, AreaSummary, "summary_id")
def publish(request: PortalRequest, partnership: str, summary_id: int) -> HttpResponse:
    """Read the figures again, then publish them."""
    form = PublishForm(request.POST if request.method == "POST" else None)
    year = year_of(summary_id=summary_id)
    blockers: list[Blocker] = []
    if form.is_valid():
        try:
            publish_summary(actor=request.actor, summary_id=summary_id)
        except Refused as refused:
            blockers = refused.blockers
        else:
            messages.success(request, f"The figures of {year_in_words(year)} are published.")
            return redirect("area:year", partnership, year)
    page = area_page(actor=request.actor, year=year)
    shown = {"page": page, "form": form, "slug": partnership, "blockers": blockers}
    return render(request, "reports/areas/publish.html", shown, status=_status(form, blockers))


def _show(request: PortalRequest, partnership: str, year: int) -> HttpResponse:
    page = area_page(actor=request.actor, year=year)
    shown = {"page": page, "slug": partnership, "sees_scrutiny": may_see_scrutiny(request.actor)}
    return render(request, "reports/areas/page.html", shown)


def _known(year: int) -> int:
    if year not in years():
        raise Http404
    return year


def _status(form: FreezeForm | PublishForm, blockers: list[Blocker]) -> int:
    if blockers:
        return 409
    return 422 if form.is_bound else 200
