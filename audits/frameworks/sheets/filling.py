"""Lays a framework's values out as the rows of sheets. Everything is shown, or the framework is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.frameworks.sheets import answer_scales, further, school_rules
from audits.frameworks.sheets.cells import Kind, Value
from audits.frameworks.sheets.layout import FURTHER, SCHOOL_RULES, TABLES
from audits.frameworks.sheets.layout_answers import ANSWERS
from audits.frameworks.sheets.table import KEY, WORDS, Column, Shape, Table
from audits.frameworks.sheets.taking import MAY_BE_BLANK, CannotWrite, fits, inner, plain, take

Row = list[Value | None]


@dataclass(frozen=True, slots=True)
class Filled:
    """One sheet and its rows; each row has as many cells as the table has columns."""

    table: Table
    rows: Sequence[Row]


def filled(values: Mapping[str, Any]) -> list[Filled]:
    """Every sheet of a framework file's values. Raises CannotWrite."""
    rest = plain(values)
    rest.pop("schema_version", None)
    rows: dict[str, Sequence[Row]] = {}
    for table in sorted(TABLES, key=lambda table: table.shape is not Shape.INNER):  # before the items they stand in
        rows[table.name] = _FILL[table.shape](table, rest)
    return [Filled(table, rows[table.name] if table is not FURTHER else further.fill(rest)) for table in TABLES]


def _form(table: Table, rest: dict[str, Any]) -> list[Row]:
    return [[take(rest, column)] for column in table.columns]


def _listed(table: Table, rest: dict[str, Any]) -> list[Row]:
    rows = [_row(table, item) for item in inner(rest, table.path) or []]
    _clear(rest, table.path)
    return rows


def _inner(table: Table, rest: dict[str, Any]) -> list[Row]:
    above, code = table.inside
    (key,) = table.path
    return [_row(table, item, key=outer.get(code)) for outer in inner(rest, above) or [] for item in outer.pop(key, ())]


def _keyed(table: Table, rest: dict[str, Any]) -> list[Row]:
    entries, rows = inner(rest, table.path) or {}, []
    for key, value in list(entries.items()):
        if not key.strip() or key != key.strip():
            raise CannotWrite(f"The key {key!r} of {table.name} begins or ends with a blank.")
        rows.append(_row(table, value, key=int(key) if table.columns[0].kind is Kind.NUMBER else key, left_over=True))
        if not value or isinstance(value, str):
            del entries[key]
    return rows


def _row(table: Table, item: Any, *, key: Value | None = None, left_over: bool = False) -> Row:  # noqa: ANN401
    """One item's cells. left_over: what no column shows may stay, for the sheet of further settings."""
    if table.says_applies and item.get("applies") == "all":
        del item["applies"]
    row = [_cell(table, column, item, key) for column in table.columns]
    _without_empty_lists(table, item)
    if isinstance(item, dict) and item and not left_over:
        named = row[0] or "a row without a name"
        raise CannotWrite(f"A workbook has no column for {', '.join(item)} ({table.name}, {named}).")
    return row


def _without_empty_lists(table: Table, item: Any) -> None:  # noqa: ANN401
    """A list that may be blank is a blank cell when it is empty."""
    for name in MAY_BE_BLANK & {step for column in table.columns for step in column.path[:1]}:
        if item.get(name) == []:
            del item[name]


def _cell(table: Table, column: Column, item: Any, key: Value | None) -> Value | None:  # noqa: ANN401
    if column.path == KEY:
        return key
    if column.path != WORDS:
        return take(item, column)
    if not fits(item, column.kind):
        raise CannotWrite(f"A cell cannot hold {item!r} ({table.name}).")
    return item  # type: ignore[no-any-return]


def _clear(rest: dict[str, Any], path: tuple[str, ...]) -> None:
    holder = inner(rest, path[:-1])
    if isinstance(holder, dict):
        holder.pop(path[-1], None)


def _own(table: Table, rest: dict[str, Any]) -> list[Row]:
    return _OWN[table.name](rest) if table.name in _OWN else []


_OWN: dict[str, Callable[[dict[str, Any]], list[Row]]] = {
    SCHOOL_RULES.name: school_rules.fill,
    ANSWERS.name: answer_scales.fill,
}
_FILL: dict[Shape, Callable[[Table, dict[str, Any]], list[Row]]] = {
    Shape.FORM: _form,
    Shape.LISTED: _listed,
    Shape.INNER: _inner,
    Shape.KEYED: _keyed,
    Shape.OWN: _own,
}
