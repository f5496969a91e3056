"""A workbook as it is written: the framework's sheets, one that explains, and the lists of allowed values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audits.frameworks.sheets.cells import Kind, Value, as_list, column_letter
from audits.frameworks.sheets.filling import Filled, filled
from audits.frameworks.sheets.further import KINDS
from audits.frameworks.sheets.guidance import GUIDANCE
from audits.frameworks.sheets.layout import ALLOWED, READ_ME, TABLES
from audits.frameworks.sheets.school_rules import COMPARISONS
from audits.frameworks.sheets.table import Shape, Table
from audits.frameworks.sheets.taking import LONGEST_CELL, CannotWrite, inner

PageCell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. widths: of its columns, in characters. choices: column -> where its allowed values stand."""

    name: str
    rows: Sequence[Sequence[PageCell]]
    widths: Sequence[int]
    has_headings: bool = True
    choices: Mapping[int, str] = field(default_factory=dict)


def pages_of(values: Mapping[str, Any]) -> list[Page]:
    """A framework file's values as sheets. Raises CannotWrite."""
    allowed = _allowed(values)
    sheets = [_page(one, allowed) for one in filled(values)]
    return [_read_me(), *sheets, _allowed_page(allowed)]


def _page(sheet: Filled, allowed: Mapping[str, Sequence[str]]) -> Page:
    table = sheet.table
    if table.shape is Shape.FORM:
        rows = [[column.heading, _cell(table, row[0])] for column, row in zip(table.columns, sheet.rows, strict=True)]
        return Page(table.name, [["Name", "Value"], *rows], [32, 90])
    rows = [[_cell(table, value) for value in row] for row in sheet.rows]
    choices = {
        number: _source(list(allowed).index(column.choices) + 1, len(allowed[column.choices]))
        for number, column in enumerate(table.columns, start=1)
        if column.choices and column.kind is not Kind.LIST and allowed[column.choices]
    }
    headings: list[PageCell] = [column.heading for column in table.columns]
    return Page(table.name, [headings, *rows], [column.width for column in table.columns], choices=choices)


def _cell(table: Table, value: Value | None) -> PageCell:
    if isinstance(value, list):
        value = as_list(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        raise CannotWrite(f"A cell holds {LONGEST_CELL:,} characters, and {value[:40]}… has more ({table.name}).")
    return value if not isinstance(value, float) else str(value)


def _source(column: int, length: int) -> str:
    letter = column_letter(column)
    return f"'{ALLOWED}'!${letter}$2:${letter}${length + 1}"


def _allowed(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The lists of allowed values, by name."""
    mappings = {
        "Tiers": ("framework", "tier_meaning"),
        "Governance": ("setting_model", "governance"),
        "Features": ("setting_model", "features"),
        "Audiences": ("audiences",),
        "Documents": ("documents",),
        "Survey answers": ("surveys", "scales"),
    }
    lists = {name: list(map(str, inner(values, path) or ())) for name, path in mappings.items()}
    lists["Sections"] = [str(section.get("code", "")) for section in values.get("sections", ())]
    lists["Surveys"] = [str(survey.get("id", "")) for survey in inner(values, ("surveys", "sets")) or ()]
    return lists | {"Yes or no": ["yes", "no"], "Comparisons": list(COMPARISONS), "Kinds of setting": list(KINDS)}


def _allowed_page(allowed: Mapping[str, Sequence[str]]) -> Page:
    longest = max(map(len, allowed.values()))
    rows = [[names[row] if row < len(names) else None for names in allowed.values()] for row in range(longest)]
    return Page(ALLOWED, [list(allowed), *rows], [20] * len(allowed))


def _read_me() -> Page:
    rows: list[list[PageCell]] = [[line] for line in GUIDANCE]
    for table in TABLES:
        rows += [[None], [f"Sheet {table.name}. {table.about}"]]
        rows += [[f"{column.heading}: {column.hint}"] for column in table.columns if column.hint]
    return Page(READ_ME, rows, [110], has_headings=False)
