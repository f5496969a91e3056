"""What a cell of a GIAS extract says, or why it cannot be believed. A reason never quotes the cell."""

import re
from collections.abc import Callable
from datetime import date

from schools.register.columns import Kind
from schools.register.establishment import Status

LONGEST_TEXT = 500
_DAY = re.compile(r"(\d\d)-(\d\d)-(\d{4})", re.ASCII)
_SHAPES = (  # what a wrong value looks like, so that the reader of the message can find it
    (re.compile(r"", re.ASCII), "nothing"),
    (re.compile(r"\d+", re.ASCII), "a whole number"),
    (re.compile(r"-\d+", re.ASCII), "a number below nought"),
    (re.compile(r"[\d,]+\.\d+|\d[\d,]*", re.ASCII), "a number with a point or comma"),
    (re.compile(r"\d{4}-\d\d?-\d\d?.*", re.ASCII), "a date that begins with the year"),
    (re.compile(r"\d\d?/\d\d?/\d{2,4}.*", re.ASCII), "a date with slashes"),
    (_DAY, "a day that no calendar has"),
    (re.compile(r"\D+", re.ASCII), "text without digits"),
)


class BadCell(ValueError):
    """Why a cell cannot be believed, as a sentence to stand behind its place."""


def shape(value: str) -> str:
    """What kind of thing a cell holds, without telling what it says."""
    return next((name for pattern, name in _SHAPES if pattern.fullmatch(value)), "text with digits")


class Cells:
    """Reads cells of each kind. Equal words and days are kept once: 50,000 schools share some dozens of them."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._days: dict[str, date | None] = {"": None}
        self._statuses = {status.casefold(): status for status in Status}

    def reader(self, kind: Kind) -> Callable[[str], object]:
        """The function that turns a cell of this kind into its value. It raises BadCell."""
        readers: dict[Kind, Callable[[str], object]] = {
            Kind.URN: self._urn,
            Kind.AUTHORITY: self._authority,
            Kind.STATUS: self._status,
            Kind.NAME: self._name,
            Kind.TEXT: self._text,
            Kind.WORD: self.word,
            Kind.POSTCODE: self._postcode,
            Kind.NUMBER: self._number,
            Kind.DAY: self._day,
        }
        return readers[kind]

    def word(self, cell: str) -> str:
        """Text that many schools share."""
        return self._words.get(cell) or self._words.setdefault(cell, self._text(cell))

    def _text(self, cell: str) -> str:
        text = " ".join(cell.split())
        if len(text) > LONGEST_TEXT:
            raise BadCell(f"Holds more than {LONGEST_TEXT} characters; a quotation mark may be missing.")
        return text

    def _name(self, cell: str) -> str:
        if not (text := self._text(cell)):
            raise BadCell("Is blank; every school has a name.")
        return text

    def _urn(self, cell: str) -> int:
        value = cell.strip()
        if not (value.isascii() and value.isdigit() and len(value) <= 7 and int(value)):  # noqa: PLR2004, digits
            raise BadCell(f"Holds {shape(value)}; a URN is a whole number of up to seven digits.")
        return int(value)

    def _authority(self, cell: str) -> str:
        value = cell.strip()
        if not (value.isascii() and value.isdigit() and len(value) <= 3):  # noqa: PLR2004, digits
            raise BadCell(f"Holds {shape(value)}; a local authority's code has three digits.")
        return self.word(value.zfill(3))

    def _status(self, cell: str) -> Status:
        status = self._statuses.get(" ".join(cell.split()).casefold())
        if status is None:
            known = ", ".join(f"“{status}”" for status in Status)
            raise BadCell(f"Holds {shape(cell.strip())}; it must be one of {known}.")
        return status

    def _postcode(self, cell: str) -> str:
        return self._text(cell).upper()

    def _number(self, cell: str) -> int | None:
        value = cell.strip()
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 6):  # noqa: PLR2004, digits
            raise BadCell(f"Holds {shape(value)}; it must be blank or a whole number of up to six digits.")
        return int(value)

    def _day(self, cell: str) -> date | None:
        value = cell.strip()
        if value not in self._days:
            found = _DAY.fullmatch(value)
            try:
                day = date(*(int(part) for part in reversed(found.groups()))) if found else None
            except ValueError:
                day = None
            if day is None:
                raise BadCell(f"Holds {shape(value)}; it must be blank or a day as dd-mm-yyyy.")
            self._days[value] = day
        return self._days[value]
