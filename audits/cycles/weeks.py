"""A cycle week by week, for planning and for the wall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from audits.cycles.models import Cycle, CycleGroup
from audits.lifecycle.models import Audit
from lscp_portal.calendar.working_days import bank_holidays
from lscp_portal.ui.fields import in_words, span_in_words
from schools.holidays.queries import closures
from schools.holidays.types import Closures

WEEK = timedelta(weeks=1)
MOST_WEEKS = 80


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday. dates: what happens, in sentences; closed: holidays in it."""

    monday: date
    friday: date
    dates: Sequence[str]
    closed: Sequence[str]


@dataclass(frozen=True, slots=True)
class CycleCalendar:
    """A cycle's weeks, from the one in which it opens to the one in which the last school is due."""

    id: int
    name: str
    opens_on: date
    due_on: date
    weeks: Sequence[Week]


def cycle_calendar(*, cycle_id: int) -> CycleCalendar:
    """Four queries. Raises Cycle.DoesNotExist."""
    cycle = Cycle.objects.get(pk=cycle_id)
    groups = list(CycleGroup.objects.filter(cycle=cycle, removed_at=None).order_by("opens_on", "position"))
    due = Audit.objects.filter(cycle=cycle).order_by("due_on").values_list("due_on").annotate(Count("pk"))
    events = sorted(_events(cycle, groups, list(due)))
    last = max(day for day, _words in events)
    holidays = closures()
    weeks: list[Week] = []
    monday = cycle.opens_on - timedelta(days=cycle.opens_on.weekday())
    while monday <= last and len(weeks) < MOST_WEEKS:
        weeks.append(_week(monday, events, holidays))
        monday += WEEK
    return CycleCalendar(cycle.pk, cycle.name, cycle.opens_on, cycle.due_on, weeks)


def _events(cycle: Cycle, groups: Sequence[CycleGroup], due: Sequence[tuple[date, int]]) -> Iterator[tuple[date, str]]:
    """(day, what happens on it). Groups are named; once schools are asked, their own due dates are counted."""
    for group in groups:
        yield group.opens_on, f"{group.name} opens"
        if group.opened_at is None:
            yield group.due_on, f"{group.name} is due"
    if not groups:
        yield cycle.opens_on, "The cycle opens"
    if not groups and not due:
        yield cycle.due_on, "All schools are due"
    for day, number in due:
        yield day, f"{number} school{' is' if number == 1 else 's are'} due"
    if cycle.closed_on:
        yield cycle.closed_on, "Closed to new returns"


def _week(monday: date, events: Sequence[tuple[date, str]], holidays: Closures) -> Week:
    sunday = monday + timedelta(days=6)
    banks = [f"Bank holiday: {in_words(day)}" for day in sorted(bank_holidays()) if monday <= day <= sunday]
    closed = dict.fromkeys(
        f"{row.name}: {span_in_words(max(row.first_on, monday), min(row.last_on, sunday))}"
        for row in holidays.holidays
        if row.first_on <= sunday and row.last_on >= monday
    )
    dates = [f"{in_words(day)}: {words}" for day, words in events if monday <= day <= sunday]
    return Week(monday, monday + timedelta(days=4), dates, [*banks, *closed])
