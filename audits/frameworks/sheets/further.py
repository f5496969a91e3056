"""What no other sheet shows, as rows of setting, kind and value: nothing of a framework is ever left out."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from audits.frameworks.sheets.cells import Value, as_list, names_in
from audits.frameworks.sheets.layout import FURTHER
from audits.frameworks.sheets.rows import Notes, SheetRow
from audits.frameworks.sheets.table import Table
from audits.frameworks.sheets.taking import CannotWrite, is_name

ARROW = " > "
_SETTING, _KIND, _VALUE = FURTHER.columns
_DEEPEST = 8


def fill(rest: dict[str, Any]) -> list[list[Value | None]]:
    """A row for every value that is left. Raises CannotWrite for what has no such row."""
    return [[path, *_said(path, value)] for path, value in _leaves(rest, ())]


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if ARROW in key or key != key.strip() or not key:
                raise CannotWrite(f"The key {key!r} cannot stand in a cell.")
            yield from _leaves(inner, (*path, key))
    elif path:
        yield ARROW.join(path), value


def _said(path: str, value: object) -> list[Value | None]:
    for kind, (is_one, written) in _WRITTEN.items():
        if is_one(value):
            return [kind, written(value)]
    raise CannotWrite(f"A workbook has no row for {path}.")


def _is_list_of(value: object, is_one: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(map(is_one, value))


def _is_number(value: object) -> bool:
    return type(value) in {int, float}


_WRITTEN: dict[str, tuple[Callable[[Any], bool], Callable[[Any], str | None]]] = {
    "nothing": (lambda value: value is None, lambda _value: None),
    "yes or no": (lambda value: isinstance(value, bool), lambda value: "yes" if value else "no"),
    "day": (lambda value: type(value) is date, date.isoformat),
    "text": (lambda value: isinstance(value, str), str),
    "number": (_is_number, json.dumps),
    "list": (lambda value: _is_list_of(value, is_name), as_list),
    "list of numbers": (lambda value: _is_list_of(value, _is_number), lambda value: "; ".join(map(json.dumps, value))),
}
KINDS = tuple(_WRITTEN)


def gather(table: Table, rows: Iterable[SheetRow], values: dict[str, Any], notes: Notes) -> None:
    """Put the values back where their settings say."""
    for row in rows:
        setting = row.value(_SETTING)
        if not isinstance(setting, str):
            if not row.is_spoilt(_SETTING):
                row.refuse(_SETTING, "This is blank.", "Name the setting, or clear the whole row.")
            continue
        path = tuple(step.strip() for step in setting.split(ARROW))
        notes.at(path, row.cell(_VALUE))
        holder = _holder(values, path)
        if holder is None:
            row.refuse(_SETTING, f"There is no place for {setting}.", f"Use a setting that {table.name} came with.")
        elif path[-1] in holder:
            row.refuse(_SETTING, f"{setting} is there twice.", "Remove one of the two, here or on its own sheet.")
        else:
            _plant(row, holder, path[-1])


def _holder(values: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any] | None:
    """The mapping that the setting belongs in; None where something else stands in the way."""
    if len(path) > _DEEPEST or not all(path):
        return None
    holder: Any = values
    for step in path[:-1]:
        holder = holder.setdefault(step, {})
        if not isinstance(holder, dict):
            return None
    return holder  # type: ignore[no-any-return]


def _plant(row: SheetRow, holder: dict[str, Any], key: str) -> None:
    kind, said = row.value(_KIND), row.value(_VALUE)
    if row.is_spoilt(_KIND) or row.is_spoilt(_VALUE):
        return
    if kind not in KINDS:
        row.refuse(_KIND, "There is no such kind of setting.", f"Use one of: {', '.join(KINDS)}.")
        return
    try:
        holder[key] = _value(str(kind), "" if said is None else str(said))
    except ValueError:
        row.refuse(_VALUE, f"This is not of the kind {kind}.", "Write a value of that kind, or choose another kind.")


def _value(kind: str, said: str) -> Any:  # noqa: ANN401
    """What a row says. Raises ValueError."""
    return _SAID[kind](said)


def _one_number(said: str) -> int | float:
    (number,) = map(_as_number, names_in(said))  # ValueError where there is another number of numbers
    return number


def _as_number(word: str) -> int | float:
    value = json.loads(word)
    if type(value) not in {int, float}:
        raise ValueError
    return value  # type: ignore[no-any-return]


_SAID: dict[str, Callable[[str], Any]] = {
    "nothing": lambda _said: None,
    "yes or no": lambda said: ("no", "yes").index(said.strip().lower()) == 1,
    "day": lambda said: date.fromisoformat(said.strip()),
    "text": str,
    "number": _one_number,
    "list": names_in,
    "list of numbers": lambda said: [_as_number(word) for word in names_in(said)],
}
