"""Gathers the sheets of a workbook into a framework file's values, and remembers the cell of each."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from audits.frameworks.place import DefinitionProblem, Medium, Place, Steps
from audits.frameworks.sheets import answer_scales, further, school_rules
from audits.frameworks.sheets.cells import Grid
from audits.frameworks.sheets.layout import FURTHER, SCHOOL_RULES, TABLES
from audits.frameworks.sheets.layout_answers import ANSWERS
from audits.frameworks.sheets.rows import Notes, SheetRow, form_rows, sheet_rows
from audits.frameworks.sheets.table import KEY, WORDS, Shape, Table
from audits.frameworks.sheets.taking import MAY_BE_BLANK, inner

SCHEMA_VERSION = 1


class Cells(Medium):
    """Names places of a workbook: the cell, else the row, else the sheet where a value stands."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def where(self, words: tuple[str, ...], steps: Steps) -> str:
        """The narrowest place known for a value."""
        return self._notes.place_of(steps) or ", ".join(words) or "the workbook"

    def missing(self, place: Place, key: str) -> None:
        """A blank cell where something is needed."""
        place[key].refuse("This is blank.", "Fill it in.")

    def unknown(self, place: Place, key: str, known: Iterable[str]) -> None:
        """Something that the portal would not understand."""
        place[key].refuse(f"{key} is not known here.", f"Remove it, or use one of: {', '.join(known)}.")

    def remedy(self, wanted: str, remedy: str) -> str:  # noqa: ARG002 - that one is for YAML
        """In a cell, no quotation marks or hyphens."""
        return f"Write {wanted}."


def gathered(grids: Iterable[Grid]) -> tuple[dict[str, Any], Notes]:
    """The values that the sheets say, and where each stands; what a cell cannot say is in the notes' problems."""
    notes, values = Notes(), _bare()
    by_name = {grid.name.strip().casefold(): grid for grid in grids}
    for table in TABLES:
        notes.at(table.path, f"sheet {table.name}")
        grid = by_name[table.name.casefold()]
        if table.shape is Shape.FORM:
            _form(table, grid, values, notes)
        else:
            _GATHER[table.shape](table, sheet_rows(table, grid, notes), values, notes)
    return values, notes


def _bare() -> dict[str, Any]:
    """What the sheets fill: every part that a file must have, still without values."""
    values: dict[str, Any] = {"schema_version": SCHEMA_VERSION}
    for table in TABLES:
        if table.shape in {Shape.KEYED, Shape.LISTED} or table is SCHOOL_RULES or table is ANSWERS:
            empty: object = {} if table.shape is Shape.KEYED or table is ANSWERS else []
            plant(values, table.path, empty)
    plant(values, ("surveys", "common_rules"), {})
    return values


def plant(values: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    """Put a value at a path, with the mappings on the way."""
    *way, last = path
    for step in way:
        values = values.setdefault(step, {})
    values[last] = value


def _form(table: Table, grid: Grid, values: dict[str, Any], notes: Notes) -> None:
    for column, place, value in form_rows(table, grid, notes):
        notes.at(column.path, place)
        if value is not None or column.may_be_none:
            plant(values, column.path, value)


def _listed(table: Table, rows: Iterable[SheetRow], values: dict[str, Any], notes: Notes) -> None:
    items = inner(values, table.path)
    for row in rows:
        items.append(_item(table, row, (*table.path, len(items)), notes))


def _inner(table: Table, rows: Iterable[SheetRow], values: dict[str, Any], notes: Notes) -> None:
    above, code = table.inside
    (key,) = table.path
    link = next(column for column in table.columns if column.path == KEY)
    outer = {item[code]: (number, item) for number, item in enumerate(inner(values, above)) if item.get(code)}
    for item in inner(values, above):
        item.setdefault(key, [])
    for row in rows:
        said = row.value(link)
        if said not in outer:
            if said is not None or not row.is_spoilt(link):
                row.refuse(link, *_not_one_of(said, link.heading.lower(), outer))
            continue
        number, holder = outer[said]
        holder[key].append(_item(table, row, (*above, number, key, len(holder[key])), notes))


def _keyed(table: Table, rows: Iterable[SheetRow], values: dict[str, Any], notes: Notes) -> None:
    entries, first = inner(values, table.path), table.columns[0]
    for row in rows:
        said = row.value(first)
        if said is None:
            if not row.is_spoilt(first):
                row.refuse(first, "This is blank.", "Give the row a key, or clear the whole row.")
            continue
        key = str(said).strip()
        if key in entries:
            row.refuse(first, f"The key {key} is there twice.", "Give one of them another key.")
            continue
        entries[key] = _item(table, row, (*table.path, key), notes)


def _item(table: Table, row: SheetRow, steps: Steps, notes: Notes) -> Any:  # noqa: ANN401
    notes.at(steps, row.place)
    item: dict[str, Any] = {}
    for column in table.columns:
        if column.path == KEY:
            continue
        value = row.value(column)
        notes.at((*steps, *column.path), row.cell(column))
        if column.path == WORDS:
            return "" if value is None else value
        for depth in range(1, len(column.path)):
            notes.at((*steps, *column.path[:depth]), row.cell(column), weak=True)
        if value is not None:
            plant(item, column.path, value)
    if table.says_applies:
        item.setdefault("applies", "all")
    for name in MAY_BE_BLANK & {step for column in table.columns for step in column.path[:1]}:
        item.setdefault(name, [])
    return item


def _not_one_of(said: object, what: str, known: Mapping[Any, object]) -> tuple[str, str]:
    if said is None:
        return "This is blank.", f"Name a {what}."
    return f"There is no {what} {said}.", f"Use one of: {', '.join(sorted(map(str, known)))}."


def _own(table: Table, rows: Iterable[SheetRow], values: dict[str, Any], notes: Notes) -> None:
    _OWN[table.name](table, rows, values, notes)


_OWN: dict[str, Callable[[Table, Iterable[SheetRow], dict[str, Any], Notes], None]] = {
    SCHOOL_RULES.name: school_rules.gather,
    ANSWERS.name: answer_scales.gather,
    FURTHER.name: further.gather,
}
_GATHER: dict[Shape, Callable[[Table, Iterable[SheetRow], dict[str, Any], Notes], None]] = {
    Shape.LISTED: _listed,
    Shape.KEYED: _keyed,
    Shape.INNER: _inner,
    Shape.OWN: _own,
}


def once(problems: Iterable[DefinitionProblem], notes: Notes) -> list[DefinitionProblem]:
    """The cells' problems, then those of the rules that do not only follow from a cell which could not be read."""
    return [*notes.problems, *(problem for problem in problems if problem.place not in notes.spoilt)]
