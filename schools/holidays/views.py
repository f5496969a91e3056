"""The partnership's term dates: typed, or out of a file that is looked through first."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.holidays.actions import add_holidays, remove_holiday
from schools.holidays.forms import HolidayForm, KeepForm, TermDatesForm
from schools.holidays.models import SchoolHoliday
from schools.holidays.policies import may_keep_holidays, may_see_holidays
from schools.holidays.queries import holidays_to_come, whose_choices, whose_in_files
from schools.holidays.reading import read_file, read_lines

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the error summary."""

    sentence: str
    href: str = "#id_file"


@require_http_methods(["GET", "POST"])
@allow(may_see_holidays)
def holidays(request: PortalRequest, partnership: str) -> HttpResponse:
    """The holidays to come, and a form for one more."""
    if not may_keep_holidays(request.actor):
        return _page(request, None, status=403 if request.method == "POST" else 200)
    whose = whose_choices(tenant_id=request.actor.tenant_id)
    form = HolidayForm(request.POST or None, whose=whose)
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    added = add_holidays(actor=request.actor, holidays=[form.holiday()], source="typed")
    messages.success(request, "The holiday is kept." if added else "This holiday was kept before.")
    return redirect("holidays:holidays", partnership)


@require_http_methods(["GET", "POST"])
@allow(may_keep_holidays)
def from_file(request: PortalRequest, partnership: str) -> HttpResponse:
    """Choose a file. What it holds is shown before anything is kept."""
    form = TermDatesForm(request.POST, request.FILES) if request.method == "POST" else TermDatesForm()
    if not form.is_valid():
        return _file_page(request, form, status=422 if form.is_bound else 200)
    file: UploadedFile[Any] = form.cleaned_data["file"]
    read = read_file(file.read(), whose=whose_in_files(tenant_id=request.actor.tenant_id))
    if read.problems:
        reasons = [Reason(str(problem)) for problem in read.problems[:SHOWN]]
        if more := len(read.problems) - len(reasons):
            reasons.append(Reason(f"… and {more} more."))
        return _file_page(request, form, reasons=reasons, status=422)
    shown = {"form": KeepForm.of(read, source=file.name or "a file"), "slug": partnership}
    return render(request, "schools/holidays/keep.html", shown)


@require_POST
@allow(may_keep_holidays)
def keep(request: PortalRequest, partnership: str) -> HttpResponse:
    """Keep what was ticked."""
    lines = request.POST.get("lines", "").splitlines()
    read = read_lines(lines, whose=whose_in_files(tenant_id=request.actor.tenant_id))
    form = KeepForm(request.POST, read=read)
    if not form.is_valid():
        return render(request, "schools/holidays/keep.html", {"form": form, "slug": partnership}, status=422)
    added = add_holidays(actor=request.actor, holidays=form.holidays(), source=form.cleaned_data["source"])
    known = len(form.holidays()) - added
    rest = f" {known} {'was' if known == 1 else 'were'} kept before." if known else ""
    messages.success(request, f"{added} holiday{' is' if added == 1 else 's are'} new.{rest}")
    return redirect("holidays:holidays", partnership)


@require_POST
@allow(may_keep_holidays, SchoolHoliday, "holiday_id")
def remove(request: PortalRequest, partnership: str, holiday_id: int) -> HttpResponse:
    """Count these days again."""
    try:
        holiday = remove_holiday(actor=request.actor, holiday_id=holiday_id)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    messages.success(request, f"{holiday.name} is taken out. Its days count again.")
    return redirect("holidays:holidays", partnership)


def _page(request: PortalRequest, form: HolidayForm | None, *, status: int) -> HttpResponse:
    rows = holidays_to_come(tenant_id=request.actor.tenant_id)
    shown = {"rows": rows, "form": form, "slug": request.place.slug}
    return render(request, "schools/holidays/holidays.html", shown, status=status)


def _file_page(
    request: PortalRequest, form: TermDatesForm, *, reasons: list[Reason] | None = None, status: int
) -> HttpResponse:
    shown = {"form": form, "reasons": reasons or [], "slug": request.place.slug}
    return render(request, "schools/holidays/file.html", shown, status=status)
