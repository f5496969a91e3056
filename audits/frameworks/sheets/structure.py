"""What must hold of a workbook before its rows are read: the sheets and headings are all there, and nothing hides."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from audits.frameworks.place import DefinitionProblem
from audits.frameworks.sheets.cells import BLANK, LAST_COLUMN, LAST_ROW, Grid, cell_name
from audits.frameworks.sheets.layout import ALLOWED, READ_ME, TABLES
from audits.frameworks.sheets.rows import named
from audits.frameworks.sheets.table import Shape, Table

_FOR_PEOPLE = {READ_ME.casefold(), ALLOWED.casefold()}
MOST_SHEETS = 60


def structural_problems(grids: Sequence[Grid]) -> Iterator[DefinitionProblem]:
    """Everything that keeps the sheets from being read at all. grids: without those for people."""
    names = [grid.name.strip().casefold() for grid in grids]
    for table in TABLES:
        if table.name.casefold() not in names:
            yield DefinitionProblem(
                "the workbook",
                f"The sheet {table.name} is missing.",
                "Put it back from a fresh export; leave its rows blank if it has none.",
            )
    known = {table.name.casefold(): table for table in TABLES}
    for name, grid in zip(names, grids, strict=True):
        if name not in known or names.count(name) > 1:
            what = "is not known" if name not in known else "is there twice"
            yield DefinitionProblem(f"sheet {grid.name}", f"This sheet {what}.", "Remove it, or give it a known name.")
            continue
        yield from grid.faults
        if not grid.faults:
            yield from _headings(known[name], grid)


def is_for_people(name: str) -> bool:
    """Whether a sheet only explains, and is never read back."""
    return name.strip().casefold() in _FOR_PEOPLE


def too_far(name: str, row: int, column: int) -> Iterator[DefinitionProblem]:
    """A sheet that goes on where no framework does. row, column: the last ones it has."""
    if row > LAST_ROW:
        yield DefinitionProblem(
            f"sheet {name}, row {LAST_ROW + 1}",
            f"The sheet goes on after row {LAST_ROW}, and no framework is that long.",
            "Delete the rows below, blank ones with colours or borders too.",
        )
    if column > LAST_COLUMN:
        yield DefinitionProblem(
            cell_name(name, 1, LAST_COLUMN + 1),
            f"The sheet has more than {LAST_COLUMN} columns.",
            "Delete those on the right.",
        )


def _headings(table: Table, grid: Grid) -> Iterator[DefinitionProblem]:
    if table.shape is Shape.FORM:
        return
    known: Collection[str] = {column.heading.casefold() for column in table.columns}
    first = grid.rows.get(1, {})
    found = Counter(named(cell) for cell in first.values())
    for column in table.columns:
        if not found[column.heading.casefold()]:
            yield DefinitionProblem(
                f"sheet {table.name}, row 1",
                f"The heading {column.heading} is missing.",
                "Write the headings in row 1 as in a fresh export.",
            )
    for number, cell in sorted(first.items()):
        heading = named(cell)
        if cell == BLANK or (heading in known and found[heading] == 1):
            continue
        place = cell_name(table.name, 1, number)
        if heading in known:
            yield DefinitionProblem(place, f"The heading {cell.value} is there twice.", "Remove one of the columns.")
        else:
            names = ", ".join(column.heading for column in table.columns)
            reason = f"The heading {cell.formula or cell.value} is not known."
            yield DefinitionProblem(place, reason, f"Remove the column, or use one of: {names}.")
