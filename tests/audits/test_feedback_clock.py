"""The one feedback clock: what pausing does to it, for any dates, and that no page counts by itself."""

import ast
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.clarification.clock import Pause, feedback_clock
from audits.clarification.pauses import pause_of
from lscp_portal.calendar.working_days import is_working_day, working_days_after, working_days_between

ROOT = Path(__file__).parents[2]
DAYS = st.dates(date(2026, 9, 1), date(2027, 8, 31))
LENGTHS = st.integers(0, 40)
PROMISES = st.integers(1, 60)


def pause(since: date, length: int) -> Pause:
    return Pause(since, since + timedelta(days=length))


PAUSES = st.lists(st.builds(pause, DAYS, LENGTHS), max_size=3)


def due(submitted_on: date, workdays: int, pauses=()) -> date:
    return feedback_clock(submitted_on=submitted_on, workdays=workdays, today=submitted_on, pauses=pauses).due_on


@given(DAYS, PROMISES)
def test_without_a_pause_it_is_the_plain_count(submitted_on, workdays):
    assert due(submitted_on, workdays) == working_days_after(submitted_on, workdays)


@given(DAYS, PROMISES, PAUSES)
def test_a_pause_never_brings_the_date_forward(submitted_on, workdays, pauses):
    plain = due(submitted_on, workdays)
    for number in range(len(pauses) + 1):
        later = due(submitted_on, workdays, pauses[:number])
        assert later >= plain
        plain = later


@given(DAYS, PROMISES, PAUSES)
def test_the_date_is_a_working_day_on_which_the_clock_runs(submitted_on, workdays, pauses):
    found = due(submitted_on, workdays, pauses)
    assert is_working_day(found)
    assert not any(one.since < found <= one.until for one in pauses)


@given(DAYS, PROMISES, DAYS, LENGTHS)
def test_a_pause_moves_the_date_by_its_working_days_and_closed_days_count_no_second_time(
    submitted_on, workdays, since, length
):
    one = pause(max(since, submitted_on), length)
    plain = working_days_after(submitted_on, workdays)
    moved = working_days_between(one.since, one.until) if one.since < plain else 0
    assert due(submitted_on, workdays, [one]) == working_days_after(submitted_on, workdays + moved)


@given(DAYS, PROMISES, st.permutations(range(3)), PAUSES)
def test_the_order_of_rounds_does_not_matter(submitted_on, workdays, order, pauses):
    turned = [pauses[place] for place in order if place < len(pauses)]
    assert due(submitted_on, workdays, turned) == due(submitted_on, workdays, pauses)


@given(DAYS, PROMISES, PAUSES)
def test_the_same_round_twice_counts_once(submitted_on, workdays, pauses):
    assert due(submitted_on, workdays, [*pauses, *pauses]) == due(submitted_on, workdays, pauses)


@given(DAYS, st.integers(0, 8), LENGTHS, st.integers(0, 8), LENGTHS)
def test_two_rounds_one_after_the_other_add_up(submitted_on, gap, length, second_gap, second_length):
    first = pause(submitted_on + timedelta(days=gap), length)
    second = pause(first.until + timedelta(days=second_gap), second_length)
    workdays, days = 60, [working_days_between(one.since, one.until) for one in (first, second)]
    assert due(submitted_on, workdays, [first, second]) == working_days_after(submitted_on, workdays + sum(days))


@given(DAYS, PROMISES, PAUSES, st.integers(0, 120))
def test_what_has_been_waited_and_what_is_left_make_the_promise(submitted_on, workdays, pauses, later):
    today = submitted_on + timedelta(days=later)
    clock = feedback_clock(submitted_on=submitted_on, workdays=workdays, today=today, pauses=pauses)
    if today <= clock.due_on:
        assert clock.waited + clock.left == workdays
    assert clock.waited + clock.paused == working_days_between(submitted_on, today)
    assert clock.paused >= 0


def test_in_words_of_the_issue():
    asked = Pause(date(2026, 11, 12), date(2026, 11, 26), is_open=True)
    clock = feedback_clock(submitted_on=date(2026, 10, 9), workdays=30, today=date(2026, 11, 16), pauses=[asked])
    assert working_days_after(date(2026, 10, 9), 30) == date(2026, 11, 20)
    assert clock.pause_words == (
        "Paused since 12 November 2026, while the school answers questions; new date 4 December 2026"
    )
    assert (clock.waited, clock.left, clock.paused, clock.words) == (24, 6, 2, "6 left")


@pytest.mark.parametrize(
    ("today", "is_open", "stands"),
    [
        (date(2026, 11, 12), True, True),  # the day of sending
        (date(2026, 11, 26), True, True),  # the last day the school has
        (date(2026, 11, 27), True, False),  # nothing came: the clock runs again by itself
        (date(2026, 11, 16), False, False),  # answered
    ],
)
def test_when_it_stands(today, is_open, stands):
    asked = Pause(date(2026, 11, 12), date(2026, 11, 26), is_open=is_open)
    clock = feedback_clock(submitted_on=date(2026, 10, 9), workdays=30, today=today, pauses=[asked])
    assert (clock.paused_since is not None) is stands
    assert bool(clock.pause_words) is stands


def test_a_pause_over_christmas_counts_no_bank_holiday_twice():
    asked = Pause(date(2026, 12, 18), date(2027, 1, 8))
    assert working_days_between(asked.since, asked.until) == 12  # 25 and 28 December and 1 January are bank holidays
    assert due(date(2026, 12, 11), 10, [asked]) == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("ended", "until"),
    [
        (None, date(2026, 11, 26)),
        ("2026-11-20T16:00:00+00:00", date(2026, 11, 20)),
        ("2026-11-20T23:59:00+00:00", date(2026, 11, 20)),
        ("2026-12-03T09:00:00+00:00", date(2026, 11, 26)),  # late answers do not lengthen it
    ],
)
def test_a_round_stands_until_its_answers_or_its_day_whichever_is_first(ended, until):
    at = datetime.fromisoformat(ended) if ended else None
    found = pause_of(datetime.fromisoformat("2026-11-12T10:00:00+00:00"), date(2026, 11, 26), at)
    assert (found.since, found.until, found.is_open) == (date(2026, 11, 12), until, ended is None)


def test_every_reader_of_the_promise_asks_the_one_clock():
    """Whoever reads how many working days are promised hands them to `feedback_clock`, or only shows the number."""
    readers = {}
    for app in ("audits", "reports", "visits", "schools"):
        for path in (ROOT / app).rglob("*.py"):
            name, text = path.relative_to(ROOT).as_posix(), path.read_text()
            if "/migrations/" in name or "/demonstration/" in name or "feedback_workdays" not in text:
                continue
            calls = {
                node.func.id
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            readers[name] = bool(calls & {"feedback_clock", "clock_of", "timeliness"})
    assert {name for name, asks in readers.items() if not asks} <= SHOWS_THE_NUMBER
    assert {name for name, asks in readers.items() if asks} == ASKS


ASKS = {
    "audits/clarification/queries.py",
    "audits/review/queue.py",
    "reports/areas/queries.py",
    "reports/feeds/queries.py",
    "reports/home/queries.py",
    "reports/progress/queries.py",
}
SHOWS_THE_NUMBER: set[str] = set()
