"""Each person's calendar, and the page to get its address."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lscp_portal.access.policies import public, signed_in
from lscp_portal.access.request import CalendarRequest
from lscp_portal.accounts.models import Person
from reports.feeds.actions import address_made_at, end_address, make_address, numbered, owner_of
from reports.feeds.queries import entries_of
from reports.feeds.writing import as_icalendar

NAME = "Safeguarding audits"


@require_safe
@public("Whoever has the secret address reads the calendar: phones and mail programs cannot sign in.")
def feed(request: CalendarRequest, secret: str) -> HttpResponse:
    """Every date of every place where its person works now."""
    person = owner_of(secret)
    if person is None:
        raise Http404
    entries = [
        entry
        for found in request.in_each_place(person, lambda actor, root: entries_of(actor, root=root))
        for entry in found
    ]
    numbers = numbered(person=person, entries=entries)
    written = as_icalendar(entries, numbers, site=settings.BASE_URL, name=NAME)
    tag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    headers = {
        "Cache-Control": "private, max-age=3600",
        "ETag": tag,
        "X-Robots-Tag": "noindex",
        "Content-Disposition": 'inline; filename="safeguarding-audits.ics"',
    }
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(written, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
@signed_in
def address(request: HttpRequest) -> HttpResponse:
    """Whether there is a calendar, and how to get one."""
    return _page(request)


@require_POST
@signed_in
def make(request: HttpRequest) -> HttpResponse:
    """Show a new address, once."""
    person: Person = request.user  # type: ignore[assignment]
    secret = make_address(person=person)
    return _page(request, address=f"{settings.BASE_URL}/calendar/{secret}.ics")


@require_POST
@signed_in
def end(request: HttpRequest) -> HttpResponse:
    """The address stops working at once."""
    person: Person = request.user  # type: ignore[assignment]
    words = "The calendar’s address does not work any more." if end_address(person=person) else "There was no calendar."
    messages.success(request, words)
    return redirect("feeds:address")


def _page(request: HttpRequest, *, address: str = "") -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    shown = {"made_at": address_made_at(person=person), "address": address}
    return render(request, "reports/feeds/address.html", shown)
