"""What a version made here is called, and when it holds. No query."""

import re
from collections.abc import Collection
from datetime import date

LONGEST = 20
MARK = "-local-"
YEAR = re.compile(r"(\d{4})/(\d{2})")


def next_version(version: str, *, taken: Collection[str], year: str = "") -> str:
    """The next number for a version made here: 2026.1 becomes 2026.1-local-1, then 2026.1-local-2.

    year: of a roll-over, as 2027/28: the number begins with it, 2027-local-1. taken: versions of the series.
    """
    base = year[:4] if YEAR.fullmatch(year) else version.split(MARK, maxsplit=1)[0]
    numbers = (f"{base[: LONGEST - len(MARK) - 2]}{MARK}{number}" for number in range(1, 100))
    return next((found for found in numbers if found not in taken), "")


def next_year(academic_year: str) -> str:
    """2026/27 becomes 2027/28; "" where it is not written so."""
    found = YEAR.fullmatch(academic_year)
    return f"{int(found[1]) + 1}/{(int(found[1]) + 2) % 100:02}" if found else ""


def is_academic_year(words: str) -> bool:
    """Whether it is written as 2026/27."""
    found = YEAR.fullmatch(words)
    return bool(found) and int(found[2]) == (int(found[1]) + 1) % 100  # type: ignore[index]


def a_year_later(day: date) -> date:
    """The same day of the next year; the 28th for a 29 February."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
