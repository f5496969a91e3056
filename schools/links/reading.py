"""Reads the register's file of links between schools as it ships: all of it, or none."""

from typing import Any, BinaryIO

from schools.links.types import Link, LinkFile
from schools.register.cells import BadCell, Cells
from schools.register.columns import Kind
from schools.register.establishment import PROBLEMS_SHOWN, ExtractProblem, ExtractRefused
from schools.register.extract import Record, records
from schools.register.lines import UNREADABLE, Lines

COLUMNS = (
    ("URN", Kind.URN),
    ("LinkURN", Kind.URN),
    ("LinkName", Kind.NAME),
    ("LinkType", Kind.NAME),
    ("LinkEstablishedDate", Kind.DAY),
)
LONGEST = {"LinkName": 200, "LinkType": 120}


def read_links(file: BinaryIO) -> LinkFile:
    """Every link of a file, once the whole file is found to be sound.

    file: a seekable file opened for bytes, at its beginning, in Windows-1252. Columns may come in any order; others are
    not read. Raises ExtractRefused, whose problems say the row, the column and the reason.
    """
    lines = Lines(file)
    rows = records(lines)
    headings = next(rows, None)
    if headings is None:
        raise ExtractRefused([ExtractProblem(None, None, "The file holds only blank lines.")])
    reading = _Reading(headings)
    lines.expect(reading.width)
    for row in rows:
        reading.take(row)
    if utf8 := lines.is_utf8:
        raise ExtractRefused([utf8])
    return LinkFile(reading.finish(), lines.sha256)


class _Reading:
    """The state of one reading."""

    def __init__(self, headings: Record) -> None:
        self.width = len(headings.cells)
        self._places = _places(headings)
        cells = Cells()
        self._readers = [(heading, cells.reader(kind)) for heading, kind in COLUMNS]
        self._links: dict[tuple[int, int, str], Link] = {}
        self._problems: list[ExtractProblem] = []
        self._total = 0

    def take(self, record: Record) -> None:
        """Read one row, or note what is wrong with it."""
        if record.fault:
            self._note(record.row, None, "Has quotation marks that do not match, or is cut short.")
        elif len(record.cells) != self.width:
            found = f"{len(record.cells)} values where the headings name {self.width} columns"
            self._note(record.row, None, f"Has {found}; the file may be cut short here.")
        else:
            self._read(record)

    def finish(self) -> list[Link]:
        """The links, or ExtractRefused. A line that is there twice counts once."""
        if self._total:
            raise ExtractRefused(self._problems, self._total)
        if not self._links:
            raise ExtractRefused([ExtractProblem(None, None, "The file has headings and no link.")])
        return list(self._links.values())

    def _read(self, record: Record) -> None:
        values: list[Any] = []
        for heading, read in self._readers:
            cell = record.cells[self._places[heading]]
            try:
                values.append(_checked(heading, cell, read(cell)))
            except BadCell as bad:
                self._note(record.row, heading, str(bad))
        if len(values) < len(COLUMNS):
            return
        urn, link_urn, name, kind, on = values
        if urn == link_urn:
            self._note(record.row, "LinkURN", "Names the school itself; a link leads to another school.")
            return
        self._links.setdefault((urn, link_urn, kind), Link(urn=urn, link_urn=link_urn, name=name, kind=kind, on=on))

    def _note(self, row: int, column: str | None, reason: str) -> None:
        self._total += 1
        if len(self._problems) < PROBLEMS_SHOWN:
            self._problems.append(ExtractProblem(row, column, reason))


def _checked(heading: str, cell: str, value: object) -> object:
    if UNREADABLE in cell:
        raise BadCell("Holds a byte that is no letter in Windows-1252.")
    if len(str(value)) > LONGEST.get(heading, 1_000):
        raise BadCell(f"Holds more than {LONGEST[heading]} characters; a quotation mark may be missing.")
    return value


def _places(headings: Record) -> dict[str, int]:
    """Where each column stands. Raises ExtractRefused where one is missing, or there twice."""
    found = [" ".join(cell.split()).casefold() for cell in headings.cells]
    wanted = {heading: heading.casefold() for heading, _kind in COLUMNS}
    twice = [heading for heading, folded in wanted.items() if found.count(folded) > 1]
    if twice:
        raise ExtractRefused([ExtractProblem(headings.row, heading, "Is there twice; leave one.") for heading in twice])
    missing = [heading for heading, folded in wanted.items() if folded not in found]
    if "linkurn" not in found and "establishmentname" in found:
        reason = "This is the extract of schools, not the file of links. Choose links_edubasealldata….csv."
        raise ExtractRefused([ExtractProblem(headings.row, None, reason)])
    if missing:
        reason = f"This is not the file of links: it has no column {', '.join(missing)}."
        raise ExtractRefused([ExtractProblem(headings.row, None, reason)])
    return {heading: found.index(folded) for heading, folded in wanted.items()}
