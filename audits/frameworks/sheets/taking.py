"""Takes values out of a framework's values, so that what is left over shows what no sheet has shown yet."""

import re
from collections.abc import Mapping, MutableMapping
from datetime import date
from typing import Any

from audits.frameworks.sheets.cells import Kind, Value
from audits.frameworks.sheets.table import Column, Path

MAY_BE_BLANK = frozenset({"refs"})  # lists that a file must name and may leave empty: an indicator of one's own
LONGEST_CELL = 32_000  # a cell of XLSX holds 32,767 characters
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class CannotWrite(Exception):
    """The framework holds something that a workbook cannot show, in words for people."""


def plain(value: object) -> Any:  # noqa: ANN401, JSON and days have no narrower name
    """A copy with text keys and lists, without the characters that no XML file can hold."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return _NOT_IN_XML.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else value


def inner(values: Any, path: Path) -> Any:  # noqa: ANN401
    """What stands at a path; None where nothing does."""
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values


def take(values: MutableMapping[str, Any], column: Column) -> Value | None:
    """Take the column's value out, where it is of the column's kind; None where there is none."""
    *way, last = column.path
    above = [values]
    for step in way:
        found = above[-1].get(step)
        if not isinstance(found, dict):
            return None
        above.append(found)
    value = above[-1].get(last)
    if value is None and not (column.may_be_none and last in above[-1]):
        return None
    if value is not None and not fits(value, column.kind):
        return None
    del above[-1][last]
    for step, holder in reversed(list(zip(way, above, strict=False))):
        if not holder[step]:
            del holder[step]
    return value


def fits(value: object, kind: Kind) -> bool:
    """Whether a cell of this kind says exactly this value."""
    if kind is Kind.TEXT:
        return isinstance(value, str) and bool(value.strip())
    if kind is Kind.LIST:
        return isinstance(value, list) and bool(value) and all(is_name(item) for item in value)
    if kind is Kind.NUMBER:
        return type(value) is int and value >= 0
    return type(value) is (bool if kind is Kind.YES else date)


def is_name(item: object) -> bool:
    """Whether it can stand in a list of names as it is."""
    return isinstance(item, str) and item == " ".join(item.split()) != ""
