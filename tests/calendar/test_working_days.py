"""Working days, counted by hand on a wall calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.calendar.working_days import (
    bank_holidays,
    is_working_day,
    working_days_after,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),  # Monday to Tuesday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday to Monday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # a Saturday is not counted
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas on a Friday, Boxing Day moved to Monday
        (date(2026, 12, 23), 5, date(2027, 1, 4)),  # 24, 29, 30, 31 December; 1 January is a holiday, then a weekend
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # Maundy Thursday to Easter Tuesday
        (date(2027, 3, 24), 3, date(2027, 3, 31)),
        (date(2026, 11, 24), 30, date(2027, 1, 8)),  # the feedback promise across Christmas
        (date(2026, 9, 1), 0, date(2026, 9, 1)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
    ],
)
def test_working_days_after(day, count, expected):
    assert working_days_after(day, count) == expected


def test_working_days_between_counts_the_last_day_and_not_the_first():
    assert working_days_between(date(2026, 12, 18), date(2026, 12, 31)) == 7  # 21 to 24, 29, 30, 31
    assert working_days_between(date(2027, 3, 25), date(2027, 3, 29)) == 0
    assert working_days_between(date(2026, 12, 31), date(2026, 12, 18)) == -7  # 18, 21 to 24, 29, 30


def test_england_and_wales_not_scotland():
    assert not is_working_day(date(2027, 3, 29))  # Easter Monday
    assert is_working_day(date(2026, 11, 30))  # St Andrew's Day
    assert is_working_day(date(2028, 1, 4))  # 2 January's substitute


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_, **__):
        pytest.fail("the network was asked")

    monkeypatch.setattr("requests.get", refuse)
    bank_holidays.cache_clear()
    assert date(2026, 12, 25) in bank_holidays()


def test_a_year_beyond_the_calendar_counts_weekdays_only():
    assert is_working_day(date(2040, 12, 25))
    assert not is_working_day(date(2040, 12, 29))  # a Saturday


@given(DAYS, st.integers(1, 120))
def test_counting_there_and_back_agrees(day, count):
    after = working_days_after(day, count)
    assert is_working_day(after)
    assert working_days_between(day, after) == count


@given(DAYS, DAYS, DAYS)
def test_counts_add_up_over_a_day_in_between(one, two, three):
    first, middle, last = sorted((one, two, three))
    assert working_days_between(first, middle) + working_days_between(middle, last) == working_days_between(first, last)


@given(DAYS, st.integers(0, 400))
def test_there_are_never_more_working_days_than_weekdays(day, length):
    end = day + timedelta(days=length)
    weekdays = sum((day + timedelta(days=offset)).weekday() < 5 for offset in range(1, length + 1))
    assert 0 <= working_days_between(day, end) <= weekdays
