"""A workbook as it was read, cell by cell, and what a cell may say."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum

from audits.frameworks.place import DefinitionProblem

CellValue = str | int | float | bool | date | None
Value = str | int | float | bool | date | list[str]
LAST_ROW = 2000  # of any sheet; a framework of 1,000 indicators would be twice the largest we know
LAST_COLUMN = 60
_SHOWN = 60


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    LIST = "names with a semicolon between them"
    NUMBER = "a whole number"
    YES = "yes or no"
    DAY = "a day"


class CellFault(Exception):
    """A cell does not hold what its column needs."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not blank. formula: as it was written, or ""."""

    value: CellValue
    formula: str = ""


BLANK = Cell(None)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: row -> column -> cell, both from 1. faults: what keeps it from being read at all."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    faults: Sequence[DefinitionProblem] = field(default=())


def column_letter(column: int) -> str:
    """1 -> A, 27 -> AA, as a spreadsheet program shows it."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(sheet: str, row: int, column: int, heading: str = "") -> str:
    """The place of a cell in words: "sheet Indicators, row 5, column F (Evidence)"."""
    return f"sheet {sheet}, row {row}, column {column_letter(column)}" + (f" ({heading})" if heading else "")


def said(cell: Cell, kind: Kind) -> Value | None:
    """What a cell says, as its column's kind; None where it is blank. Raises CellFault."""
    if cell.formula:
        raise CellFault(
            f"This is a formula: {_short(cell.formula)}.", "Copy the cell and paste it as a value, or type the text."
        )
    if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
        return None
    return _READ[kind](cell.value)


def as_list(items: Sequence[str]) -> str:
    """Names in one cell. A name that holds a semicolon itself stands in double quotes."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="").writerow(items)
    return text.getvalue() if any(mark in item for item in items for mark in ';"\n') else "; ".join(items)


def _text(value: CellValue) -> str:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    what = "a day" if isinstance(value, (date, time)) else "yes or no" if isinstance(value, bool) else "a number"
    raise CellFault(
        f"This is {what} ({_short(value)}), where text is needed.", "Format the cell as text and type it again."
    )


def names_in(text: str) -> list[str]:
    """The names in one cell; a semicolon or a new line stands between them."""
    rows = csv.reader(io.StringIO(text), delimiter=";", skipinitialspace=True)
    return [item.strip() for row in rows for item in row if item.strip()]


def _number(value: CellValue) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < _SHOWN:
        return int(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value // 1 and value >= 0:
        return int(value)
    raise CellFault(f"This must be a whole number, and is {_short(value)}.", "Write a number such as 2.")


def _yes(value: CellValue) -> bool:
    answers = {"yes": True, "no": False, "true": True, "false": False}
    word = str(value).strip().lower() if isinstance(value, (str, bool)) else ""
    if word not in answers:
        raise CellFault(f"This must be yes or no, and is {_short(value)}.", "Write yes or no, or leave the cell blank.")
    return answers[word]


def _day(value: CellValue) -> date:
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        raise CellFault(
            f"This must be a day, and is {_short(value)}.", "Write it as year-month-day, such as 2026-09-01."
        ) from None


def _short(value: CellValue) -> str:
    words = str(value)
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


_READ: dict[Kind, Callable[[CellValue], Value]] = {
    Kind.TEXT: _text,
    Kind.LIST: lambda value: names_in(_text(value)),
    Kind.NUMBER: _number,
    Kind.YES: _yes,
    Kind.DAY: _day,
}
