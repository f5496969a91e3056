"""The six answers a reader may see, in words and colour; the same on screen, in charts and in PDFs."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Level:
    """One answer. `value` is 0 to 3, None for the two answers that are not a level. `text` is the colour on `fill`."""

    key: str
    value: int | None
    word: str
    fill: str
    text: str


LEVELS: Final = (
    Level("embedded", 3, "Secure and showing impact", "#12436D", "#ffffff"),
    Level("secure", 2, "Secure", "#2073BC", "#ffffff"),
    Level("partly", 1, "Partly in place", "#6BACE6", "#000000"),
    Level("not_in_place", 0, "Not in place", "#F46A25", "#000000"),
    Level("not_checked", None, "Not checked yet", "#ffffff", "#14191a"),
    Level("not_applicable", None, "Does not apply", "#ffffff", "#14191a"),
)
BY_KEY: Final = {level.key: level for level in LEVELS}
BY_VALUE: Final = {level.value: level for level in LEVELS if level.value is not None}
NO_ANSWER: Final = Level("none", None, "No answer yet", "#ffffff", "#14191a")


def find(level: str | int | None) -> Level:
    """The level of a key ("secure"), of a value (2 or "2"), or NO_ANSWER for "" and None. Raises ValueError."""
    if level is None or level == "":
        return NO_ANSWER
    by_value = BY_VALUE.get(int(level)) if str(level).isdecimal() else None
    found = by_value or BY_KEY.get(str(level))
    if found is None:
        raise ValueError(f"There is no level {level!r}: it is one of {', '.join(BY_KEY)} or 0 to 3.")
    return found


def difference(left: str | int | None, right: str | int | None) -> str:
    """How far apart two readings are, in words; "" when one of them is not a level from 0 to 3."""
    first, second = find(left).value, find(right).value
    if first is None or second is None:
        return ""
    gap = abs(first - second)
    if gap == 0:
        return "Both give the same level."
    return f"They are {('one level', 'two levels', 'three levels')[gap - 1]} apart."
