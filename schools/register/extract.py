"""Reads a GIAS establishment extract as GIAS ships it: all of it, or none (domain.md 5.5)."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, BinaryIO

from schools.register.cells import BadCell, Cells
from schools.register.columns import COLUMNS, NEEDED_HEADINGS, PROFILE_HEADINGS, READ_HEADINGS
from schools.register.establishment import (
    PROBLEMS_SHOWN,
    Establishment,
    Extract,
    ExtractProblem,
    ExtractRefused,
)
from schools.register.lines import UNREADABLE, Lines

_CUT_SHORT = "The file is cut short here"
_AGAIN = "download the extract from GIAS again."


@dataclass(frozen=True, slots=True)
class Record:
    """One row as a spreadsheet counts them.

    fault: what the CSV reader says where quotation marks do not match. doubtful: some byte is not Windows-1252.
    """

    row: int
    cells: list[str]
    fault: str = ""
    doubtful: bool = False


def read_extract(file: BinaryIO) -> Extract:
    """Every school of an extract, once the whole file is found to be sound.

    file: a seekable file opened for bytes, at its beginning. Columns may come in any order; those that are not in
    columns.py are not read. Raises ExtractRefused, whose problems say the row, the column and the reason.
    """
    lines = Lines(file)
    rows = records(lines)
    headings = next(rows, None)
    if headings is None:
        raise ExtractRefused([ExtractProblem(None, None, "The file holds only blank lines.")])
    reading = _Reading(headings, lines)
    lines.expect(reading.width)
    for record, following in itertools.pairwise(itertools.chain(rows, [None])):
        if record:
            reading.take(record, is_last=following is None)
    return reading.finish()


def records(lines: Lines) -> Iterator[Record]:
    """The rows of a file of the register, headings first, blank ones left out."""
    reader = csv.reader(lines, strict=True)
    for row in itertools.count(1):
        lines.row, lines.doubtful = row, False
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(row, [], fault=str(error))
        else:
            if any(cell and not cell.isspace() for cell in cells):
                yield Record(row, cells, doubtful=lines.doubtful)


class _Reading:
    """The state of one reading: where the columns are, what has been read and what is wrong."""

    def __init__(self, headings: Record, lines: Lines) -> None:
        self._lines = lines
        self._places = _places(headings)
        self.width = len(headings.cells)
        cells = Cells()
        nowhere = self.width  # take() adds a blank cell there for columns that the file does not have
        self._pick = itemgetter(*(self._places.get(column.heading, nowhere) for column in COLUMNS))
        self._pick_profile = itemgetter(*(self._places.get(heading, nowhere) for heading in PROFILE_HEADINGS))
        self._readers = [(column.heading, cells.reader(column.kind)) for column in COLUMNS]
        self._word = cells.word
        self._profiles: dict[tuple[str, ...], dict[str, str]] = {}
        self._rows: dict[int, int] = {}
        self._schools: list[Establishment] = []
        self._problems: list[ExtractProblem] = []
        self._total = 0

    def take(self, record: Record, *, is_last: bool) -> None:
        """Read one row, or note what is wrong with it."""
        if reason := self._misshapen(record, is_last=is_last):
            self._note(record.row, None, reason)
            return
        record.cells.append("")
        picked = self._pick(record.cells)
        if record.doubtful:
            self._note_unreadable(record.row, picked)
        values = self._values(record.row, picked)
        first_row = self._rows.setdefault(values[0], record.row) if values else record.row
        if first_row != record.row:
            self._note(record.row, "URN", f"Holds the URN of row {first_row} again; a URN names one school.")
        if not self._total:
            values.append(self._profile(record.cells))
            self._schools.append(Establishment(*values))

    def finish(self) -> Extract:
        """The extract, or ExtractRefused."""
        if utf8 := self._lines.is_utf8:
            raise ExtractRefused([utf8])
        if self._total:
            raise ExtractRefused(self._problems, self._total)
        if not self._schools:
            reason = f"{_CUT_SHORT}: it has headings and no school; {_AGAIN}"
            raise ExtractRefused([ExtractProblem(self._lines.row, None, reason)])
        missing = tuple(heading for heading in READ_HEADINGS if heading not in self._places)
        return Extract(self._schools, missing, self._lines.sha256)

    def _misshapen(self, record: Record, *, is_last: bool) -> str:
        """Why the row as a whole cannot be read, or ""."""
        if "unexpected end" in record.fault:
            return f"{_CUT_SHORT}, inside a value that begins with a quotation mark; {_AGAIN}"
        if record.fault:
            return f"Has quotation marks that do not match; {_AGAIN}"
        found = len(record.cells)
        if found == self.width:
            return ""
        count = f"{found} {'value' if found == 1 else 'values'} where the headings name {self.width} columns"
        if is_last and found < self.width:
            return f"{_CUT_SHORT}: its last row has {count}; {_AGAIN}"
        return f"Has {count}; {_AGAIN}"

    def _values(self, row: int, picked: Sequence[str]) -> list[Any]:
        """The values of a row in the order of COLUMNS; empty where one of them is not to be believed."""
        values = []
        for (heading, read), cell in zip(self._readers, picked, strict=True):
            try:
                values.append(read(cell))
            except BadCell as bad:
                self._note(row, heading, str(bad))
        return values if len(values) == len(COLUMNS) else []

    def _profile(self, cells: list[str]) -> dict[str, str]:
        found = self._pick_profile(cells)
        if found not in self._profiles:
            words = {
                heading: self._word(cell)
                for heading, cell in zip(PROFILE_HEADINGS, found, strict=True)
                if heading in self._places
            }
            self._profiles[found] = words
        return self._profiles[found]

    def _note_unreadable(self, row: int, picked: Sequence[str]) -> None:
        for column, cell in zip(COLUMNS, picked, strict=True):
            if UNREADABLE in cell:
                self._note(row, column.heading, "Holds a byte that is no letter in Windows-1252.")

    def _note(self, row: int, column: str | None, reason: str) -> None:
        self._total += 1
        self._schools.clear()  # nothing of a refused file is used, so it need not be kept
        if len(self._problems) < PROBLEMS_SHOWN:
            self._problems.append(ExtractProblem(row, column, reason))


def _places(headings: Record) -> dict[str, int]:
    """Where each column that we read stands. Raises ExtractRefused where a needed one is missing, or one is double."""
    found = [" ".join(cell.split()).casefold() for cell in headings.cells]
    wanted = {heading: heading.casefold() for heading in READ_HEADINGS}
    twice = [heading for heading, folded in wanted.items() if found.count(folded) > 1]
    if twice:
        raise ExtractRefused([ExtractProblem(headings.row, column, "Is there twice; leave one.") for column in twice])
    missing = [heading for heading in NEEDED_HEADINGS if heading.casefold() not in found]
    if missing:
        raise ExtractRefused([ExtractProblem(headings.row, None, _why_not_gias(headings, missing))])
    return {heading: found.index(folded) for heading, folded in wanted.items() if folded in found}


def _why_not_gias(headings: Record, missing: list[str]) -> str:
    reason = "This is not a GIAS establishment extract: "
    first = headings.cells[0] if headings.cells else ""
    if len(headings.cells) == 1 and first.count("\t") + first.count(";") > len(missing):
        return f"{reason}its values are separated by tabs or semicolons, not by commas; {_AGAIN}"
    if "LinkURN" in headings.cells:
        return f"{reason}it is the file of links between schools. Choose edubasealldata…csv."
    if "Group UID" in headings.cells:
        return f"{reason}it is the file of groups and trusts. Choose edubasealldata…csv."
    return f"{reason}it has no column {', '.join(missing)}. Choose edubasealldata…csv."
