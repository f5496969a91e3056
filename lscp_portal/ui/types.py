"""What pages hand to components. Frozen; any object with the same attributes will do as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A fact and its value. With `href` the row has a link; `action` is its verb, the key is read out after it."""

    key: str
    value: object
    href: str = ""
    action: str = "Change"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list. `needs_you` turns the status into a tag; without `href` it cannot be started yet.

    first: (words, address) that stand after the status, each leading to the first thing that needs somebody.
    """

    title: str
    href: str = ""
    status: str = ""
    hint: str = ""
    needs_you: bool = False
    first: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column; numeric columns stand right."""

    text: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `level` draws a level chip, `tag` a tag after the text, `href` makes the text a link."""

    text: object = ""
    href: str = ""
    level: str | int | None = ""
    tag: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list goes on. "" means there is no such page. `position`: "Schools 51 to 100 of 312"."""

    previous_href: str = ""
    next_href: str = ""
    position: str = ""
    previous_text: str = ""
    next_text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a road. `when` is a date in words; `note` says who or what."""

    title: str
    state: Literal["done", "current", "next"] = "next"
    note: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two readings beside each other."""

    heading: str
    level: str | int | None = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number worth a tile, with the words that make it a sentence, and the list behind it."""

    number: object
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class LevelBar:
    """One bar. `counts`: level key to number of indicators; a missing key is 0."""

    label: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LevelBars:
    """A chart of stacked bars. `title` says the message in ten words or fewer; `unit` is what is counted.

    each: what one row is, as the head of the table's first column.
    """

    title: str
    rows: Sequence[LevelBar]
    unit: str = "indicators"
    note: str = ""
    each: str = "Part"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line over days. points: (days since the beginning, per cent from 0 to 100), in order of days."""

    name: str
    points: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class LineChart:
    """At most two lines on one scale; the second is dashed. `sentence` says in words what the lines show."""

    title: str
    sentence: str
    lines: Sequence[DayLine]
    day: str = "Day"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A part of a whole: 14 of 20. href: the list behind it."""

    label: str
    part: int
    whole: int
    href: str = ""

    @property
    def words(self) -> str:
        """Part, whole and per cent: "14 of 20 (70%)"."""
        return f"{self.part} of {self.whole} ({per_cent(self.part, self.whole)}%)"


@dataclass(frozen=True, slots=True)
class ShareBars:
    """Bars of parts. label: what a row is; unit: what is counted."""

    title: str
    rows: Sequence[ShareBar]
    label: str
    unit: str = "schools"
    note: str = ""


def per_cent(part: int, whole: int) -> int:
    """A whole number from 0 to 100, halves rounded up; never 100 while something is missing. 0 of nothing."""
    if not whole or part >= whole:
        return 100 if whole else 0
    return min(99, (200 * part + whole) // (2 * whole))


class HasSentence(Protocol):
    """A reason to refuse, in words: `lscp_portal.workflow.Blocker` is one."""

    @property
    def sentence(self) -> str: ...
