"""The rules that tell what kind of school it is, as rows: one condition a row, the rows of a rule share its number."""

from collections.abc import Iterable
from typing import Any

from audits.frameworks.scales import NUMERIC
from audits.frameworks.sheets.cells import Value
from audits.frameworks.sheets.layout import SCHOOL_RULES
from audits.frameworks.sheets.rows import Notes, SheetRow
from audits.frameworks.sheets.table import Table
from audits.frameworks.sheets.taking import CannotWrite, inner

COMPARISONS = {
    "is one of": "in",
    "contains": "contains",
    "is less than": "lt",
    "is at most": "lte",
    "is more than": "gt",
    "is at least": "gte",
}
_WORDS = {key: words for words, key in COMPARISONS.items()}
_RULE, _SETS, _ADDS, _COLUMN, _COMPARISON, _VALUES = SCHOOL_RULES.columns


def fill(rest: dict[str, Any]) -> list[list[Value | None]]:
    """Take every rule out. Raises CannotWrite where one has no form we know."""
    rows: list[list[Value | None]] = []
    for number, rule in enumerate(inner(rest, SCHOOL_RULES.path) or [], start=1):
        sets, adds = rule.get("set", {}).get("governance"), rule.get("add")
        if not set(rule) <= {"set", "add", "when"} or not rule.get("when"):
            raise CannotWrite(f"The school rule {number} holds what a workbook has no column for.")
        for position, (column, condition) in enumerate(sorted(rule["when"].items())):  # a table keeps no order of keys
            result = [None, None] if position else [sets, adds]
            rows.append([number, *result, column, *_condition(number, condition)])
    inner(rest, SCHOOL_RULES.path[:-1]).pop(SCHOOL_RULES.path[-1], None)
    return rows


def _condition(number: int, condition: Any) -> list[Value | None]:  # noqa: ANN401
    if isinstance(condition, list):
        return [_WORDS["in"], condition]
    if len(condition) != 1 or next(iter(condition)) not in _WORDS:
        raise CannotWrite(f"The school rule {number} holds a comparison that a workbook has no words for.")
    ((key, value),) = condition.items()
    return [_WORDS[key], [str(value)]]


def gather(table: Table, rows: Iterable[SheetRow], values: dict[str, Any], notes: Notes) -> None:
    """Put the rules back, in the order of their first rows."""
    rules: list[dict[str, Any]] = inner(values, table.path)
    positions: dict[int, int] = {}
    for row in rows:
        number = row.value(_RULE)
        if not isinstance(number, int):
            if not row.is_spoilt(_RULE):
                row.refuse(_RULE, "This is blank.", "Give the rule a number; rows with the same number are one rule.")
            continue
        if number not in positions:
            positions[number] = len(rules)
            rules.append({"when": {}})
            notes.at((*table.path, positions[number]), row.place)
        _add(row, rules[positions[number]], (*table.path, positions[number]), notes)


def _add(row: SheetRow, rule: dict[str, Any], steps: tuple[str | int, ...], notes: Notes) -> None:
    for column, key in ((_SETS, "set"), (_ADDS, "add")):
        if (said := row.value(column)) is not None:
            notes.at((*steps, key), row.cell(column))
            rule[key] = {"governance": said} if key == "set" else said
    name = row.value(_COLUMN)
    if not isinstance(name, str) or name in rule["when"]:
        if not row.is_spoilt(_COLUMN):
            row.refuse(
                _COLUMN, "Each row of a rule names another column of the register.", "Fill it in, or clear the row."
            )
        return
    notes.at((*steps, "when", name), row.cell(_VALUES))
    if (condition := _said_condition(row)) is not None:
        rule["when"][name] = condition


def _said_condition(row: SheetRow) -> Any:  # noqa: ANN401
    """The condition of a row; None where it says none that can be used, which is noted."""
    words, said = row.value(_COMPARISON), row.value(_VALUES)
    comparison = COMPARISONS.get(str(words).strip().lower())
    if comparison is None:
        if not row.is_spoilt(_COMPARISON):
            row.refuse(_COMPARISON, "There is no such comparison.", f"Use one of: {', '.join(COMPARISONS)}.")
        return None
    if not isinstance(said, list):
        if not row.is_spoilt(_VALUES):
            row.refuse(_VALUES, "This is blank.", "Say what the column must hold.")
        return None
    if comparison == "in":
        return said
    if len(said) != 1 or (comparison in NUMERIC and not (said[0].isascii() and said[0].isdigit())):
        what = "one whole number" if comparison in NUMERIC else "one word"
        row.refuse(_VALUES, f"This comparison needs {what}.", f"Write {what}.")
        return None
    return {comparison: int(said[0]) if comparison in NUMERIC else said[0]}
