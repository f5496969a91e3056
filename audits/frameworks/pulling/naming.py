"""Which things another thing names: a document in its references, a feature in what it applies to, and so on."""

from collections.abc import Iterable, Iterator
from typing import Any

from audits.frameworks.comparison.outline import ASKED_OF, ROWS, VALUE, Part, Thing
from audits.frameworks.sheets.layout import DOCUMENTS, TABLES
from audits.frameworks.sheets.table import APPLIES, Column, Shape, Table

Name = tuple[str, str]  # the sheet and the key of a thing
_SHEETS = frozenset(table.name for table in TABLES)


def names_in_thing(table: Table, key: str, thing: Thing) -> set[Name]:
    """Everything that a thing needs to be there."""
    return {name for part, value in thing.items() for name in names_in_part(table, key, part, value)}


def names_in_part(table: Table, key: str, part: str, value: Part) -> set[Name]:
    """Everything that one part of a thing needs to be there."""
    return {name for column, said in _cells(table, key, part, value) for name in _named(column, said)}


def _cells(table: Table, key: str, part: str, value: Part) -> Iterator[tuple[Column, Any]]:
    if part == ASKED_OF and isinstance(value, tuple):
        yield from zip(APPLIES, value, strict=False)
    elif part == ROWS and isinstance(value, tuple):
        for row in value:
            yield from zip(table.columns[-len(row) :], row, strict=False)
    else:
        heading = key if table.shape is Shape.FORM and part == VALUE else part
        yield from ((column, value) for column in table.columns if column.heading == heading)


def _named(column: Column, said: Any) -> Iterable[Name]:  # noqa: ANN401
    if column.choices not in _SHEETS or said is None:
        return []
    words = said if isinstance(said, tuple) else (said,)
    if column.choices == DOCUMENTS.name:
        words = tuple(str(word).split(" ", 1)[0] for word in words)
    return [(column.choices, str(word)) for word in words]
