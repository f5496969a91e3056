"""The answers of the survey scales as rows: first those with a value, then those beside the scale with a key."""

from collections.abc import Iterable
from typing import Any

from audits.frameworks.sheets.cells import Value
from audits.frameworks.sheets.layout_answers import ANSWERS
from audits.frameworks.sheets.rows import Notes, SheetRow
from audits.frameworks.sheets.table import Table
from audits.frameworks.sheets.taking import CannotWrite, inner

_SCALE, _WORDS, _VALUE, _KEY = ANSWERS.columns


def fill(rest: dict[str, Any]) -> list[list[Value | None]]:
    """Take the answers out of every scale. Raises CannotWrite where labels and values do not match."""
    rows: list[list[Value | None]] = []
    scales = inner(rest, ANSWERS.path) or {}
    for name, scale in list(scales.items()):
        labels, values, extra = scale.pop("labels", []), scale.pop("values", []), scale.pop("extra", [])
        if len(labels) != len(values) or any(set(answer) != {"key", "label"} for answer in extra):
            raise CannotWrite(f"The answers of the scale {name} do not have one value each.")
        rows += [[name, label, value, None] for label, value in zip(labels, values, strict=True)]
        rows += [[name, answer["label"], None, answer["key"]] for answer in extra]
        if not scale:
            del scales[name]
    return rows


def gather(table: Table, rows: Iterable[SheetRow], values: dict[str, Any], notes: Notes) -> None:
    """Put the answers back, scale by scale."""
    scales = inner(values, table.path)
    for row in rows:
        name, words, value, key = (row.value(column) for column in table.columns)
        if name is None or words is None:
            _refuse_blank(row, name)
            continue
        steps = (*table.path, str(name))
        notes.at(steps, row.place, weak=True)
        scale = scales.setdefault(name, {"labels": [], "values": []})
        if (value is None) == (key is None):
            if not row.is_spoilt(_VALUE):
                row.refuse(_VALUE, "An answer has a value or a key, and not both.", "Fill in one of the two columns.")
        elif key is not None:
            scale.setdefault("extra", []).append({"key": key, "label": words})
        else:
            notes.at((*steps, "labels", len(scale["labels"])), row.cell(_WORDS))
            notes.at((*steps, "values", len(scale["values"])), row.cell(_VALUE))
            scale["labels"].append(words)
            scale["values"].append(value)


def _refuse_blank(row: SheetRow, name: object) -> None:
    column = _SCALE if name is None else _WORDS
    if not row.is_spoilt(column):
        row.refuse(column, "This is blank.", "Fill it in, or clear the whole row.")
