"""Reads and writes ODS (OpenDocument)."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from odfdo import Cell as OdsCell
from odfdo import Column, Document, Element, Paragraph, Row, Style, Table

from audits.frameworks.place import DefinitionProblem
from audits.frameworks.sheets.cells import LAST_COLUMN, LAST_ROW, Cell, CellValue, Grid, cell_name, column_letter
from audits.frameworks.sheets.pages import Page
from audits.frameworks.sheets.structure import is_for_people, too_far

_CELLS = "table:table-cell|table:covered-table-cell"
_WRAPPED, _HEADING = "lscp-wrapped", "lscp-heading"
_MILLIMETRES = 2.1  # of one character of a column's width


def read(content: bytes) -> list[Grid]:
    """The sheets that are read back. Raises whatever odfdo raises for a damaged file."""
    document = Document(io.BytesIO(content))
    hidden = {
        style.get_attribute_string("style:name")
        for style in document.get_styles("table")
        if any(found.get_attribute_string("table:display") == "false" for found in style.children)
    }
    grids = []
    for table in document.body.get_elements("table:table"):
        name = table.get_attribute_string("table:name") or ""
        if not is_for_people(name):
            grids.append(_grid(name, table, is_hidden=table.get_attribute_string("table:style-name") in hidden))
    return grids


def _grid(name: str, table: Element, *, is_hidden: bool) -> Grid:
    reader = _Reader(name)
    if is_hidden:
        reader.fault("This sheet is hidden.", "Show it, so that you see what is read.")
    for column, end in _repeated(table.get_elements("descendant::table:table-column"), "columns"):
        if column.get_attribute_string("table:visibility") in {"collapse", "filter"} and end:
            reader.fault("A column is hidden.", "Show it.", f", column {column_letter(min(end, LAST_COLUMN))}")
    last_row = 0
    for row, end in _repeated(table.get_elements("descendant::table:table-row"), "rows"):
        if reader.row(row, last_row + 1, end):
            break
        last_row = end
    return Grid(name, {} if reader.faults else reader.rows, tuple(reader.faults))


def _repeated(elements: Sequence[Element], what: str) -> Iterator[tuple[Element, int]]:
    """Each element and the number of the last place it stands for: one may stand for a million blank rows."""
    end = 0
    for element in elements:
        end += element.get_attribute_integer(f"table:number-{what}-repeated") or 1
        yield element, end


class _Reader:
    """Reads one sheet's rows."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[int, dict[int, Cell]] = {}
        self.faults: list[DefinitionProblem] = []

    def fault(self, reason: str, remedy: str, where: str = "") -> None:
        """Something that keeps the sheet from being read."""
        self.faults.append(DefinitionProblem(f"sheet {self.name}{where}", reason, remedy))

    def row(self, element: Element, first: int, last: int) -> bool:
        """Read a row that stands for the rows from first to last; true when the sheet is too long to go on."""
        cells = self._cells(element, first)
        if not cells:
            return False
        if element.get_attribute_string("table:visibility") in {"collapse", "filter"}:
            self.fault("This row is hidden.", "Show all rows and remove filters.", f", row {first}")
        far = list(too_far(self.name, last, max(cells)))
        self.faults += far
        if not far:
            self.rows |= dict.fromkeys(range(first, last + 1), cells)
        return last > LAST_ROW

    def _cells(self, row: Element, number: int) -> dict[int, Cell]:
        cells: dict[int, Cell] = {}
        start = 1
        for element, end in _repeated(row.get_elements(_CELLS), "columns"):
            if _is_merged(element):
                self.faults.append(
                    DefinitionProblem(
                        cell_name(self.name, number, start),
                        "Cells are merged here.",
                        "Unmerge them: every row needs its own.",
                    )
                )
            if (cell := _cell(element)) is not None:
                cells |= dict.fromkeys(range(start, min(end, LAST_COLUMN + 1) + 1), cell)
            start = end + 1
        return cells


def _is_merged(element: Element) -> bool:
    names = ("table:number-columns-spanned", "table:number-rows-spanned")
    return any((element.get_attribute_integer(name) or 1) > 1 for name in names)


def _cell(element: Element) -> Cell | None:
    if element.tag != "table:table-cell" or not isinstance(element, OdsCell):
        return None
    if formula := element.formula:
        return Cell(None, formula.removeprefix("of:"))
    value = element.value
    if value is None or value == "":
        return None
    return Cell(_plain(value))


def _plain(value: object) -> CellValue:
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (str, int, float, bool, date)) else str(value)


def write(pages: Sequence[Page]) -> bytes:
    """A workbook of these pages. Every text is a cell of type text, never a formula."""
    document = Document("spreadsheet")
    document.body.clear()
    for name, weight in ((_WRAPPED, "normal"), (_HEADING, "bold")):
        style = Style("table-cell", name=name, display_name=name)
        style.set_properties({"fo:wrap-option": "wrap", "style:vertical-align": "top"}, area="table-cell")
        style.set_properties({"fo:font-weight": weight}, area="text")
        document.insert_style(style, automatic=True)
    for page in pages:
        document.body.append(_table(document, page))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _table(document: Document, page: Page) -> Table:
    table = Table(page.name)
    for width in page.widths:
        name = f"lscp-width-{width}"
        if document.get_style("table-column", name) is None:
            style = Style("table-column", name=name)
            style.set_properties({"style:column-width": f"{width * _MILLIMETRES:.0f}mm"}, area="table-column")
            document.insert_style(style, automatic=True)
        table.append(Column(style=name))
    for number, values in enumerate(page.rows, start=1):
        row = Row()
        row.extend([_written(value, _HEADING if number == 1 and page.has_headings else _WRAPPED) for value in values])
        table.append(row)
    return table


def _written(value: CellValue, style: str) -> OdsCell:
    if not isinstance(value, str):
        return OdsCell(value, style=style) if value is not None else OdsCell()
    cell = OdsCell(style=style)  # type: ignore[unreachable, unused-ignore]
    cell.set_attribute("office:value-type", "string")
    for line in value.split("\n"):
        cell.append(Paragraph(line, formatted=True))
    return cell
