"""Reads a sheet row by row by its headings, and notes where each value stands and which cells say nothing usable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from audits.frameworks.place import DefinitionProblem, Steps
from audits.frameworks.sheets.cells import BLANK, Cell, CellFault, Grid, Kind, Value, cell_name, said
from audits.frameworks.sheets.table import Column, Table


@dataclass(slots=True)
class Notes:
    """What was found on the way. spoilt: places whose cell could not be read, so that nobody hears of them twice."""

    problems: list[DefinitionProblem] = field(default_factory=list)
    spoilt: set[str] = field(default_factory=set)
    places: dict[Steps, str] = field(default_factory=dict)

    def at(self, steps: Steps, place: str, *, weak: bool = False) -> None:
        """A value's place. weak: only where none is known."""
        if not weak or steps not in self.places:
            self.places[steps] = place

    def place_of(self, steps: Steps) -> str:
        """The place of a value, or of the narrowest thing round it; "" where none is known."""
        return next((self.places[steps[:end]] for end in range(len(steps), 0, -1) if steps[:end] in self.places), "")

    def refuse(self, place: str, reason: str, remedy: str) -> None:
        """A cell that cannot be used."""
        self.problems.append(DefinitionProblem(place, reason, remedy))
        self.spoilt.add(place)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not blank. columns: number of each column by its heading."""

    sheet: str
    number: int
    cells: Mapping[int, Cell]
    columns: Mapping[str, int]
    notes: Notes

    @property
    def place(self) -> str:
        """The row in words."""
        return f"sheet {self.sheet}, row {self.number}"

    def cell(self, column: Column) -> str:
        """The place of its cell in a column."""
        return cell_name(self.sheet, self.number, self.columns[column.heading], column.heading)

    def value(self, column: Column) -> Value | None:
        """What its cell in a column says; None where it is blank, or spoilt, which is noted once."""
        if self.is_spoilt(column):
            return None
        try:
            value = said(self.cells.get(self.columns[column.heading], BLANK), column.kind)
        except CellFault as fault:
            self.refuse(column, fault.reason, fault.remedy)
            return None
        return value.strip() if isinstance(value, str) and column.choices else value

    def refuse(self, column: Column, reason: str, remedy: str) -> None:
        """Note a problem with its cell in a column."""
        self.notes.refuse(self.cell(column), reason, remedy)

    def is_spoilt(self, column: Column) -> bool:
        """Whether that cell has a problem already."""
        return self.cell(column) in self.notes.spoilt


def sheet_rows(table: Table, grid: Grid, notes: Notes) -> Iterator[SheetRow]:
    """The rows below the headings that are not blank; what stands beside the headings is refused."""
    columns = heading_columns(table, grid)
    known = set(columns.values())
    for number, cells in sorted(grid.rows.items()):
        if number == 1:
            continue
        for column in sorted(set(cells) - known):
            notes.refuse(
                cell_name(table.name, number, column),
                "There is no heading above this cell.",
                "Clear it, or move it under a heading.",
            )
        if any(column in known for column in cells):
            yield SheetRow(table.name, number, cells, columns, notes)


def form_rows(table: Table, grid: Grid, notes: Notes) -> Iterator[tuple[Column, str, Value | None]]:
    """The rows of a sheet with names in the first column: which it is, its cell, and what the cell says."""
    known = {column.heading.casefold(): column for column in table.columns}
    for number, cells in sorted(grid.rows.items()):
        name = named(cells.get(1, BLANK))
        if number == 1 or name not in known:
            if number > 1:
                known_names = ", ".join(column.heading for column in known.values())
                notes.refuse(
                    cell_name(table.name, number, 1),
                    "This row is not known, or is there twice.",
                    f"Remove it. Still to be named: {known_names or 'none'}.",
                )
            continue
        column = known.pop(name)
        place = cell_name(table.name, number, 2, column.heading)
        try:
            yield column, place, said(cells.get(2, BLANK), column.kind)
        except CellFault as fault:
            notes.refuse(place, fault.reason, fault.remedy)
            yield column, place, None
    for column in known.values():
        notes.refuse(
            f"sheet {table.name}",
            f"The row {column.heading} is missing.",
            "Add it: its name in column A, its value in B.",
        )


def heading_columns(table: Table, grid: Grid) -> dict[str, int]:
    """The column of each heading; whether all are there was checked before."""
    found = {named(cell): column for column, cell in grid.rows.get(1, {}).items()}
    return {column.heading: found[column.heading.casefold()] for column in table.columns}


def named(cell: Cell) -> str:
    """What a heading cell says, to be compared."""
    try:
        value = said(cell, Kind.TEXT)
    except CellFault:
        return ""
    return value.strip().casefold() if isinstance(value, str) else ""
