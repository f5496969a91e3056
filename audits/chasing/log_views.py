"""The log of reminders."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from audits.chasing.forms import LogForm
from audits.chasing.log import PAGE, log_lines, log_page, sent_page
from audits.chasing.models import ChaseLetter
from audits.chasing.pages import LogPage, LogRow
from audits.chasing.policies import may_see_chasing
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.files import csv_file
from lscp_portal.ui.types import Cell, Pages

HEADINGS = ("Day", "School", "Person", "Step", "State")


@require_safe
@allow(may_see_chasing)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """Every reminder, the newest first."""
    words, state, start = LogForm(request.GET).wanted()
    page = log_page(words=words, state=state, start=start)
    query = urlencode({name: value for name, value in {"q": words, "state": state}.items() if value})
    file = reverse("chasing:log_csv", args=[partnership])
    shown = {
        "page": page,
        "form": LogForm(initial={"q": words, "state": state}),
        "is_filtered": bool(words or state),
        "headings": HEADINGS,
        "rows": [_cells(row, partnership) for row in page.rows],
        "pages": _pages(page, query, request.path),
        "file": f"{file}?{query}" if query else file,
        "slug": partnership,
    }
    return render(request, "audits/chasing/log.html", shown)


@require_safe
@allow(may_see_chasing)
def as_csv(request: PortalRequest, partnership: str) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    words, state, _start = LogForm(request.GET).wanted()
    return csv_file(log_lines(words=words, state=state), name=f"reminders-{partnership}.csv")


@require_safe
@allow(may_see_chasing, ChaseLetter, "letter_id")
def detail(request: PortalRequest, partnership: str, letter_id: int) -> HttpResponse:
    """One reminder as it was sent."""
    page = sent_page(letter_id=letter_id)
    if not page.rows:
        raise Http404
    parts = [part.split("\n") for part in page.text.split("\n\n")] if page.text else []
    shown = {"page": page, "first": page.rows[0], "paragraphs": parts, "slug": partnership}
    return render(request, "audits/chasing/sent.html", shown)


def _cells(row: LogRow, partnership: str) -> list[object]:
    return [
        Cell(date_format(row.on_day, "j F Y"), href=reverse("chasing:sent", args=[partnership, row.letter_id])),
        row.school,
        row.name,
        row.step,
        f"{row.state}. {row.why}" if row.why else row.state,
    ]


def _pages(page: LogPage, query: str, path: str) -> Pages:
    def address(start: int) -> str:
        return f"{path}?{query}&start={start}" if query else f"{path}?start={start}"

    last = min(page.start + PAGE, page.found)
    return Pages(
        previous_href=address(max(0, page.start - PAGE)) if page.start else "",
        next_href=address(page.start + PAGE) if last < page.found else "",
        position=f"Reminders {page.start + 1} to {last} of {page.found}" if page.rows else "",
    )
