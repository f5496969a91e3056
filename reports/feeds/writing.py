"""A calendar as iCalendar text (RFC 5545), through the library."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from icalendar import Calendar, Event

from reports.feeds.models import CalendarEntry
from reports.feeds.types import Entry

PRODUCT = "-//LSCP Portal//Safeguarding audits//EN"
READ_AGAIN = "PT6H"


def as_icalendar(entries: Iterable[Entry], numbers: Mapping[str, CalendarEntry], *, site: str, name: str) -> bytes:
    """All-day events without a time zone, so that a day stays that day wherever it is read.

    site: the portal's address, such as https://audits.example.org.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", READ_AGAIN)
    for entry in entries:
        calendar.add_component(_event(entry, numbers[entry.uid], site))
    return bytes(calendar.to_ical())


def _event(entry: Entry, number: CalendarEntry, site: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{site.partition('://')[2] or site}")
    event.add("dtstamp", number.changed_at)
    event.add("last-modified", number.changed_at)
    event.add("sequence", number.sequence)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", entry.title)
    if entry.words:
        event.add("description", entry.words)
    event.add("url", f"{site}{entry.path}")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
