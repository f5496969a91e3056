"""The contacts of all schools of the partnership."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.files import csv_file
from lscp_portal.ui.types import Cell, Pages
from schools.contacts.forms import ContactFilterForm
from schools.contacts.policies import may_mend, may_see_all_people
from schools.contacts.queries import PAGE, contact_list, terms_ending
from schools.contacts.types import STANDING_WORDS, ContactFilter, ContactList, SchoolLine

HEADINGS = ("School", "URN", "List of people", "Nobody can be reached as")


@require_safe
@allow(may_see_all_people)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """Schools whose people cannot all be reached, or whose list is not confirmed."""
    wanted = ContactFilterForm(request.GET).wanted()
    page = contact_list(wanted=wanted)
    shown = {
        "form": ContactFilterForm(initial=_said(wanted)),
        "page": page,
        "rows": [_cells(line, partnership) for line in page.rows],
        "headings": HEADINGS,
        "pages": _pages(page, wanted, request.path),
        "is_filtered": wanted != ContactFilter(),
        "standings": [(words, page.standings[one]) for one, words in STANDING_WORDS.items() if page.standings.get(one)],
        "terms": terms_ending(actor=request.actor),
        "may_mend": may_mend(request.actor),
        "file": f"{reverse('contacts:csv', args=[partnership])}?{urlencode(_said(wanted))}",
        "slug": partnership,
    }
    return render(request, "schools/contacts/list.html", shown)


@require_safe
@allow(may_see_all_people)
def as_csv(request: PortalRequest, partnership: str) -> HttpResponse:
    """The same as a file for a spreadsheet, every school that fits."""
    page = contact_list(wanted=ContactFilterForm(request.GET).wanted(), every=True)
    lines = [
        (line.name, line.urn, STANDING_WORDS[line.standing], "; ".join(gap.words for gap in line.gaps))
        for line in page.rows
    ]
    return csv_file([HEADINGS, *lines], name=f"contacts-{partnership}.csv")


def _cells(line: SchoolLine, slug: str) -> list[object]:
    words = STANDING_WORDS[line.standing]
    standing = f"{words}, {date_format(line.confirmed_on, 'j F Y')}" if line.confirmed_on else words
    href = reverse("contacts:school", args=[slug, line.school_id])
    gaps = "; ".join(gap.words for gap in line.gaps)
    return [Cell(line.name, href=href), str(line.urn), standing, Cell(gaps or "Everybody can be reached")]


def _said(wanted: ContactFilter) -> dict[str, str]:
    said = {"q": wanted.words, "role": wanted.role, "why": wanted.why, "standing": wanted.standing}
    return {name: words for name, words in said.items() if words} | ({"everybody": "on"} if wanted.all_schools else {})


def _pages(page: ContactList, wanted: ContactFilter, path: str) -> Pages:
    def href(start: int) -> str:
        return f"{path}?{urlencode(_said(wanted) | {'start': str(start)})}" if 0 <= start < page.found else ""

    last = min(page.start + PAGE, page.found)
    words = f"{page.start + 1} to {last} of {page.found}" if page.found else "None"
    return Pages(previous_href=href(page.start - PAGE), next_href=href(page.start + PAGE), position=words)
