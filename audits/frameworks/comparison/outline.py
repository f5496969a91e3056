"""A framework taken apart into named things with named parts, by the layout of its workbook, and put together again.

Two versions are compared, and three are brought together, thing by thing and part by part.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.place import DefinitionProblem, Place
from audits.frameworks.reading import read_values
from audits.frameworks.sheets.cells import BLANK, Cell, Grid, Value, as_list
from audits.frameworks.sheets.filling import Filled, filled
from audits.frameworks.sheets.gathering import Cells, gathered, once
from audits.frameworks.sheets.layout import FURTHER, SCHOOL_RULES, TABLES
from audits.frameworks.sheets.layout_answers import ANSWERS
from audits.frameworks.sheets.table import APPLIES, Column, Shape, Table

Part = Value | None | tuple[Any, ...]  # a cell, or a tuple of rows or cells that only make sense together
Thing = Mapping[str, Part]
Things = Mapping[str, Thing]  # key -> thing, in order
Outline = Mapping[str, Things]  # name of the sheet -> its things

WHOLE = ""  # the key of a sheet that is one thing
ROWS, VALUE, ASKED_OF = "Rows", "Value", "Asked of"
_ASKED = tuple(column.heading for column in APPLIES)


def outline(content: Mapping[str, Any]) -> Outline:
    """The things of a framework file's values. Raises CannotWrite."""
    return {sheet.table.name: _things(sheet) for sheet in filled(content)}


def assembled(things: Outline) -> tuple[FrameworkDefinition, list[DefinitionProblem]]:
    """The definition that these things make, and what the rules for files find wrong with it."""
    values, notes = gathered(_grid(table, things.get(table.name, {})) for table in TABLES)
    problems: list[DefinitionProblem] = []
    definition = read_values(Place(values, (), problems, medium=Cells(notes)), sha256="")
    return definition, once(problems, notes)


def key_column(table: Table) -> Column:
    """The column that tells the rows of a sheet apart."""
    return table.columns[0]


def _things(sheet: Filled) -> dict[str, dict[str, Part]]:
    table = sheet.table
    if table.shape is Shape.FORM:
        names = [column.heading for column in table.columns]
        return {name: {VALUE: _frozen(row[0])} for name, row in zip(names, sheet.rows, strict=True)}
    if _is_whole(table):
        return {WHOLE: {ROWS: tuple(tuple(map(_frozen, row)) for row in sheet.rows)}}
    if table in {ANSWERS, FURTHER}:
        return _bundled(sheet)
    return {str(row[0]): _parts(table, row) for row in sheet.rows}


def _is_whole(table: Table) -> bool:
    """Sentences without keys, and the rules for schools, which only work together."""
    return table is SCHOOL_RULES or (len(table.columns) == 1 and table.shape is Shape.LISTED)


def _bundled(sheet: Filled) -> dict[str, dict[str, Part]]:
    """The answers of a scale, or the kind and value of a setting, are one part."""
    found: dict[str, tuple[Any, ...]] = {}
    for key, *rest in sheet.rows:
        found[str(key)] = (*found.get(str(key), ()), tuple(map(_frozen, rest)))
    return {key: {ROWS: rows} for key, rows in found.items()}


def _parts(table: Table, row: Sequence[Value | None]) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    asked: list[Part] = []
    for column, value in zip(table.columns[1:], row[1:], strict=True):
        if column.heading in _ASKED:
            asked.append(_frozen(value))
            parts[ASKED_OF] = tuple(asked)
        else:
            parts[column.heading] = _frozen(value)
    return parts


def _frozen(value: Any) -> Any:  # noqa: ANN401
    return tuple(value) if isinstance(value, list) else value


def _grid(table: Table, things: Things) -> Grid:
    rows = _form_rows(things) if table.shape is Shape.FORM else _rows(table, things)
    headings = [["Name", VALUE]] if table.shape is Shape.FORM else [[column.heading for column in table.columns]]
    grid = {
        number: {place: _cell(value) for place, value in enumerate(row, start=1) if value is not None}
        for number, row in enumerate([*headings, *rows], start=1)
    }
    return Grid(table.name, grid)


def _form_rows(things: Things) -> Iterable[Sequence[Any]]:
    return [[name, parts[VALUE]] for name, parts in things.items()]


def _rows(table: Table, things: Things) -> list[list[Any]]:
    found: list[list[Any]] = []
    for key, parts in things.items():
        if ROWS in parts:
            head = [] if _is_whole(table) else [key]
            found += [[*head, *row] for row in _as_rows(parts[ROWS])]
        else:
            found.append([key, *(_part(parts, column) for column in table.columns[1:])])
    return found


def _as_rows(part: Part) -> Iterable[Sequence[Any]]:
    return part if isinstance(part, tuple) else ()


def _part(parts: Thing, column: Column) -> Part:
    if column.heading in _ASKED:
        asked = parts.get(ASKED_OF)
        return asked[_ASKED.index(column.heading)] if isinstance(asked, tuple) else None
    return parts.get(column.heading)


def _cell(value: Any) -> Cell:  # noqa: ANN401
    if value is None:
        return BLANK
    return Cell(as_list(value) if isinstance(value, tuple) else value)
