"""The partnership's lists of improvements, below /p/<partnership>/."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from audits.improvement import checking
from audits.improvement.listing import PAGE, area_list, area_rows, school_list
from audits.improvement.models import Improvement
from audits.improvement.pages import AREA, SEND_BACK, VERIFY, WITHDRAW, Place, say, show_one
from audits.improvement.policies import may_see, may_see_lists, may_see_school, may_verify, may_withdraw
from audits.improvement.refusing import saying_why
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.files import csv_file
from schools.register.models import School

HEADINGS = (
    "urn", "school", "what", "indicator", "critical", "source", "from", "carried_from", "state", "owner", "due_on",
    "later_than_asked", "working_days_late",
)  # fmt: skip
LONGEST = 6  # digits of a place in the list


def _here(slug: str) -> Place:
    return Place(shell=AREA, names="improvements", root=slug)


@require_safe
@allow(may_see_lists)
def index(request: PortalRequest, partnership: str) -> HttpResponse:
    """One list across schools; first what waits to be verified."""
    asked = request.GET.get("start", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST else 0
    listed = area_list(actor=request.actor, shown=request.GET.get("show", ""), start=start)
    shown = {
        "listed": listed,
        "slug": partnership,
        "previous": max(start - PAGE, 0) if start else None,
        "next": start + PAGE if start + PAGE < listed.found else None,
    }
    return render(request, "audits/improvement/index.html", shown)


@require_safe
@allow(may_see_lists)
def as_csv(request: PortalRequest, partnership: str) -> HttpResponse:
    """The same list as a file, all of it."""
    rows = area_rows(actor=request.actor, shown=request.GET.get("show", ""))
    lines = [
        (
            row.urn, row.school, row.what, row.code, "yes" if row.is_critical else "no", row.source, row.from_year,
            row.carried, row.state, row.owner, row.due_on.isoformat(), "yes" if row.is_later else "no", row.days_late,
        )
        for row in rows
    ]  # fmt: skip
    return csv_file([HEADINGS, *lines], name=f"improvements-{partnership}.csv")


@require_safe
@allow(may_see_school, School, "school_id")
def school(request: PortalRequest, partnership: str, school_id: int) -> HttpResponse:
    """One school's list, as the school has it."""
    listed = school_list(actor=request.actor, school_id=school_id, shown=request.GET.get("show", ""))
    shown = {"listed": listed, "school": School.objects.get(pk=school_id), "slug": partnership}
    return render(request, "audits/improvement/school.html", shown)


@require_safe
@allow(may_see, Improvement, "improvement_id")
def one(request: PortalRequest, partnership: str, improvement_id: int) -> HttpResponse:
    """One of them, its history and what may be done."""
    return show_one(request, _here(partnership), improvement_id)


@require_http_methods(["GET", "POST"])
@saying_why(_here)
@allow(may_verify, Improvement, "improvement_id")
def verify(request: PortalRequest, partnership: str, improvement_id: int) -> HttpResponse:
    """A reviewer or visitor has looked."""
    return say(request, _here(partnership), improvement_id, checking.verify, VERIFY)


@require_http_methods(["GET", "POST"])
@saying_why(_here)
@allow(may_verify, Improvement, "improvement_id")
def send_back(request: PortalRequest, partnership: str, improvement_id: int) -> HttpResponse:
    """Something is missing."""
    return say(request, _here(partnership), improvement_id, checking.send_back, SEND_BACK)


@require_http_methods(["GET", "POST"])
@allow(may_withdraw, Improvement, "improvement_id")
def withdraw(request: PortalRequest, partnership: str, improvement_id: int) -> HttpResponse:
    """The lead takes something that was asked for off a school's list."""
    return say(request, _here(partnership), improvement_id, checking.withdraw, WITHDRAW)
