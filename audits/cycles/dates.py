"""Dates of a cycle that fall on days when schools are closed."""

from collections.abc import Iterable
from datetime import date

from lscp_portal.calendar.working_days import why_not_a_working_day
from lscp_portal.ui.fields import in_words
from schools.holidays.types import Closures, Holiday


def closed_day_warning(what: str, day: date, closures: Closures) -> str:
    """A sentence for a day on which schools are closed, all or some; "" for any other. what: "The due date"."""
    if wrong := why_not_a_working_day(day):
        return f"{what}, {in_words(day)}, is {wrong}."
    if covering := [holiday for holiday in closures.holidays if holiday.first_on <= day <= holiday.last_on]:
        return f"{what}, {in_words(day)}, falls into {_named(covering)}."
    return ""


def warnings_for(dates: Iterable[tuple[str, date]], closures: Closures) -> tuple[str, ...]:
    """The warnings of several dates, in their order. dates: (what, day)."""
    found = (closed_day_warning(what, day, closures) for what, day in dates)
    return tuple(sentence for sentence in found if sentence)


def _named(holidays: list[Holiday]) -> str:
    names = dict.fromkeys(
        holiday.name if not (holiday.la_code or holiday.trust_uid) else f"{holiday.name} (some schools)"
        for holiday in holidays
    )
    return f"a school holiday: {', '.join(names)}"
