"""Working days: Monday to Friday without the bank holidays of England and Wales, from the calendar that is shipped.

The calendar comes with the package govuk-bank-holidays and is never fetched. It covers 2012 to 2028 today; in a year
that it does not know, weekdays count and holidays do not, until the package is brought up to date.

closed: further days that do not count, such as a school's holidays (schools.holidays). Where a count binds a school,
give them; where it binds the partnership, which works in school holidays, do not
(docs/developer/decisions/0008-whose-working-days.md).
"""

import datetime as dt
import functools
from collections.abc import Collection

from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)
NONE: frozenset[dt.date] = frozenset()


@functools.cache
def bank_holidays() -> frozenset[dt.date]:
    """Every bank holiday of England and Wales that the shipped calendar knows."""
    calendar = BankHolidays(use_cached_holidays=True)
    return frozenset(day["date"] for day in calendar.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))


def is_working_day(day: dt.date, *, closed: Collection[dt.date] = NONE) -> bool:
    """Monday to Friday, no bank holiday, and not among the days that are closed besides."""
    return day.weekday() < SATURDAY and day not in bank_holidays() and day not in closed


def working_days_after(day: dt.date, count: int, *, closed: Collection[dt.date] = NONE) -> dt.date:
    """The working day that is `count` working days after `day`: count 1 is the next one, 0 is `day` itself.

    A negative count goes back. `day` need not be a working day; it is never counted.
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, closed=closed)
    return day


def working_days_between(start: dt.date, end: dt.date, *, closed: Collection[dt.date] = NONE) -> int:
    """Working days after `start` up to and with `end`, so that `end = working_days_after(start, n)` gives n.

    Negative when `end` is before `start`: then the working days from `end` on, without `start`.
    """
    if end < start:
        days = range((start - end).days)
        return -sum(is_working_day(end + offset * ONE_DAY, closed=closed) for offset in days)
    return sum(is_working_day(start + offset * ONE_DAY, closed=closed) for offset in range(1, (end - start).days + 1))


def why_not_a_working_day(day: dt.date, *, closed: Collection[dt.date] = NONE) -> str:
    """Why nobody works on it: "a weekend day", "a bank holiday" or "a school holiday"; "" for a working day."""
    if day.weekday() >= SATURDAY:
        return "a weekend day"
    if day in bank_holidays():
        return "a bank holiday"
    return "a school holiday" if day in closed else ""
