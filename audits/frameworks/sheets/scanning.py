"""Reads the XML parts of a workbook once as a stream, to stop early: entities, depth, and more rows than we read."""

import zipfile
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from audits.frameworks.sheets.cells import LAST_ROW

DEEPEST = 100
MOST_ELEMENTS = 600_000
_CHUNK = 65_536
_CONTENT = "content.xml"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


class WorkbookTrap(Exception):
    """The workbook must not be opened: why, what to do, and where."""

    def __init__(self, reason: str, remedy: str, place: str = "the file") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.place = place


class _Counter(ContentHandler):
    """Counts rows and depth. found: elements by name with their attributes, where somebody wants to know them."""

    def __init__(self, part: str, sheet: str, elements: int, wanted: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.elements = elements
        self.found: list[tuple[str, dict[str, str]]] = []
        self._part, self._sheet, self._wanted = part, sheet, wanted
        self._depth = self._rows = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802, ANN401 - SAX's own
        """One more."""
        self.elements += 1
        self._depth += 1
        if self._depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise WorkbookTrap("The workbook is larger than any framework.", "Remove what is not part of it.")
        local = name.rpartition(":")[2]
        if local in self._wanted:
            self.found.append((local, dict(attrs.items())))
        if local == "table":
            self._sheet, self._rows = attrs.get("table:name") or self._sheet, 0
        elif local in {"row", "table-row"}:
            self._rows += 1
            if self._rows > LAST_ROW:
                raise WorkbookTrap(
                    f"The sheet has more than {LAST_ROW:,} rows, and no framework is that long.",
                    "Delete the rows below, blank ones with colours or borders too.",
                    f"sheet {self._sheet}, row {LAST_ROW + 1}",
                )
        elif local == "encryption-data":
            raise WorkbookTrap("The workbook is protected by a password.", "Save it without a password.")

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - SAX's own
        """One done."""
        self._depth -= 1


def look_at_parts(package: zipfile.ZipFile) -> None:
    """Every XML part, from first to last byte. Raises WorkbookTrap, BadZipFile, ValueError."""
    titles, elements = _sheet_titles(package), 0
    names = [name for name in package.namelist() if name.lower().endswith((".xml", ".rels", ".rdf", ".vml"))]
    for name in names:
        elements = _scan(package, _Counter(name, titles.get(name, name), elements), name).elements


def _sheet_titles(package: zipfile.ZipFile) -> dict[str, str]:
    """The name of each sheet's part in XLSX; an ODS says its sheets' names on the way."""
    if not {_WORKBOOK, _RELATIONS} <= set(package.namelist()):
        return {}
    relations = _scan(package, _Counter(_RELATIONS, "", 0, ("Relationship",)), _RELATIONS).found
    targets = {attributes.get("Id"): attributes.get("Target", "") for _name, attributes in relations}
    sheets = _scan(package, _Counter(_WORKBOOK, "", 0, ("sheet",)), _WORKBOOK).found
    parts = {targets.get(attributes.get("r:id"), ""): attributes.get("name", "") for _name, attributes in sheets}
    return {part.lstrip("/") if part.startswith("/") else f"xl/{part}": title for part, title in parts.items()}


def _scan(package: zipfile.ZipFile, counter: _Counter, name: str) -> _Counter:
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(counter)
    try:
        with package.open(name) as part:
            while chunk := part.read(_CHUNK):
                parser.feed(chunk)
            parser.close()
    except DefusedXmlException as error:
        raise WorkbookTrap(
            "The workbook defines entities, which no spreadsheet program does.", "Save it again as .xlsx or .ods."
        ) from error
    except SAXParseException as error:
        raise ValueError(name) from error
    return counter
