"""Reads and writes XLSX."""

import io
import warnings
from collections.abc import Iterator, Sequence
from datetime import date

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from audits.frameworks.place import DefinitionProblem
from audits.frameworks.sheets.cells import Cell, CellValue, Grid, column_letter
from audits.frameworks.sheets.pages import Page
from audits.frameworks.sheets.structure import is_for_people, too_far

_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
_SHADE = PatternFill("solid", fgColor="DDE6EE")
_VALIDATED_ROWS = 600
_AS_TEXT = "@"  # a spreadsheet program then takes what is typed as text, also "=" and 2026.10


def read(content: bytes) -> list[Grid]:
    """The sheets that are read back. Raises whatever openpyxl raises for a damaged file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: colours, drawings, extensions
        workbook = load_workbook(io.BytesIO(content), keep_links=False)
    grids = []
    for sheet in workbook.worksheets:
        if not is_for_people(sheet.title):
            faults = tuple(_faults(sheet))
            grids.append(Grid(sheet.title, {} if faults else _rows(sheet), faults))
    return grids


def _faults(sheet: Worksheet) -> Iterator[DefinitionProblem]:
    if sheet.sheet_state != "visible":
        yield DefinitionProblem(
            f"sheet {sheet.title}", "This sheet is hidden.", "Show it, so that you see what is read."
        )
    yield from too_far(sheet.title, sheet.max_row, sheet.max_column)
    for area in sheet.merged_cells.ranges:
        place = f"sheet {sheet.title}, row {area.min_row}, column {column_letter(area.min_col)}"
        yield DefinitionProblem(place, f"The cells {area.coord} are merged.", "Unmerge them: every row needs its own.")
    for number, row in sorted(sheet.row_dimensions.items()):
        if row.hidden:
            yield DefinitionProblem(
                f"sheet {sheet.title}, row {number}", "This row is hidden.", "Show all rows and remove filters."
            )
    for letter, column in sorted(sheet.column_dimensions.items()):
        if column.hidden:
            yield DefinitionProblem(f"sheet {sheet.title}, column {letter}", "This column is hidden.", "Show it.")


def _rows(sheet: Worksheet) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            formula = ""
            if cell.data_type == "f":
                formula = str(getattr(cell.value, "text", None) or cell.value)
            elif cell.data_type == "e":
                formula = str(cell.value)  # #REF! and its like are what a formula left behind
            value: CellValue = None if formula else cell.value  # type: ignore[assignment] # no formula, no rich text
            if formula or not isinstance(value, str) or value:
                rows.setdefault(cell.row, {})[cell.column] = Cell(value, formula)
    return rows


def write(pages: Sequence[Page]) -> bytes:
    """A workbook of these pages. Every text is a cell of type text, never a formula."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for page in pages:
        _write_page(workbook.create_sheet(page.name), page)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_cell(cell: XlsxCell | MergedCell, value: str | int | date, *, is_heading: bool) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", _AS_TEXT
    if is_heading:
        cell.font, cell.fill = _BOLD, _SHADE
    cell.alignment = _WRAPPED


def _write_page(sheet: Worksheet, page: Page) -> None:
    for number, row in enumerate(page.rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                _write_cell(sheet.cell(number, column), value, is_heading=number == 1 and page.has_headings)
    for column, width in enumerate(page.widths, start=1):
        sheet.column_dimensions[column_letter(column)].width = width
    if page.has_headings:
        sheet.freeze_panes = "B2"
    for column, source in page.choices.items():
        rule = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.error, rule.errorTitle = "Choose one of the list, or see the sheet Allowed values.", "Not in the list"
        rule.add(f"{column_letter(column)}2:{column_letter(column)}{_VALIDATED_ROWS}")
        sheet.add_data_validation(rule)
