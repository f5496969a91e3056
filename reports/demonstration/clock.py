"""Days and times of the past, on working days. The stamps of actions are today's; some are put back afterwards.

An action stamps the moment it runs, as it must. Last year's round is therefore told on a day of last year, as Django's
clock has it (`told_on`). Within a round a return would still have been sent in, read and answered within one second.
Where a row has a plain stamp that the database lets its own scope change (when a cycle opened, a return came in, a
reading began and ended, a visit was held), it is put back to the day of the story. What is guarded stays as it is:
signatures, frozen copies, letters and editions carry the day on which their round is told; the trail, which the
database stamps itself, says truly when the area was made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from lscp_portal.calendar.working_days import is_working_day, working_days_after

BACK = 343  # days: 49 weeks, so that working days stay working days


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of the story, counted back from today."""

    today: date

    def day(self, ago: int) -> date:
        """The working day `ago` days before today, or the last one before that; negative for days to come."""
        found = self.today - timedelta(days=ago)
        return found if is_working_day(found) else working_days_after(found, -1)

    def moment(self, ago: int, *, spread: int = 0) -> datetime:
        """A time of that working day. spread: any number; it moves the time between nine and four."""
        minutes = (spread * 37) % 420
        return timezone.make_aware(datetime.combine(self.day(ago), time(9)) + timedelta(minutes=minutes))

    def a_year_back(self) -> "Calendar":
        """That of last year's round, whose days are counted back from a day three weeks later than a year ago."""
        return Calendar(self.today - timedelta(days=BACK))

    @property
    def year(self) -> int:
        """The year in which this academic year began."""
        return self.today.year if self.today.month >= 9 else self.today.year - 1  # noqa: PLR2004 - September


@contextmanager
def told_on(day: date) -> Iterator[None]:
    """What stamps by Django's clock inside is stamped in the afternoon of that day."""
    present, then = timezone.now, timezone.make_aware(datetime.combine(day, time(16, 30)))
    timezone.now = lambda: then
    try:
        yield
    finally:
        timezone.now = present


def put_back(row: models.Model, **stamps: datetime | date) -> None:
    """Give a row's plain stamps the day of the story, inside the scope that owns the row. Never a state."""
    type(row)._default_manager.filter(pk=row.pk).update(**stamps)  # noqa: SLF001 - Django's documented API
