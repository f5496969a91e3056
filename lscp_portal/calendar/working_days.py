"""Working days: Monday to Friday without the bank holidays of England and Wales, from the calendar that is shipped.

The calendar comes with the package govuk-bank-holidays and is never fetched. It covers 2012 to 2028 today; in a year
that it does not know, weekdays count and holidays do not, until the package is brought up to date.
"""

import datetime as dt
import functools

from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)


@functools.cache
def bank_holidays() -> frozenset[dt.date]:
    """Every bank holiday of England and Wales that the shipped calendar knows."""
    calendar = BankHolidays(use_cached_holidays=True)
    return frozenset(day["date"] for day in calendar.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, and no bank holiday. School holidays are working days: the partnership works in them."""
    return day.weekday() < SATURDAY and day not in bank_holidays()


def working_days_after(day: dt.date, count: int) -> dt.date:
    """The working day that is `count` working days after `day`: count 1 is the next one, 0 is `day` itself.

    A negative count goes back. `day` need not be a working day; it is never counted.
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start` up to and with `end`, so that `end = working_days_after(start, n)` gives n.

    Negative when `end` is before `start`: then the working days from `end` on, without `start`.
    """
    if end < start:
        days = range((start - end).days)
        return -sum(is_working_day(end + offset * ONE_DAY) for offset in days)
    return sum(is_working_day(start + offset * ONE_DAY) for offset in range(1, (end - start).days + 1))
