"""Word, Excel and PowerPoint: nothing that runs, fetches or hides a file; then packed anew without its metadata."""

import io
import zipfile
from collections.abc import Mapping
from typing import BinaryIO

from lscp_portal.files.markup import gathered, refuse_markup
from lscp_portal.files.package import CONTENTS, OLE_START, ZIP_START, open_package, unpacked
from lscp_portal.files.pictures import clean_picture, kind_by_start
from lscp_portal.files.relations import relations_made_anew
from lscp_portal.files.types import MEGABYTE, FileRefused, Kind, Reason

QUICKLY = 4  # how hard to shrink
MOST_TEXT = 100 * MEGABYTE  # of XML in one document: some two million cells, looked through in two or three seconds
MAIN_PART = {
    Kind.DOCX: ("wordprocessingml.document.main+xml",),
    Kind.XLSX: ("spreadsheetml.sheet.main+xml",),
    Kind.PPTX: ("presentationml.presentation.main+xml", "presentationml.slideshow.main+xml"),
}
XML = (".xml", ".rels", ".vml")
PICTURES = (".jpg", ".jpeg", ".png")
OTHER_PARTS = (".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".odttf", ".fntdata", ".bin")
BY_NAME = (  # a part's name, in small letters
    ("vbaproject", Reason.MACROS),
    ("vbadata", Reason.MACROS),
    ("macrosheets/", Reason.MACROS),
    ("customui", Reason.MACROS),
    ("activex/", Reason.EMBEDDED),
    ("ctrlprops/", Reason.EMBEDDED),
    ("embeddings/", Reason.EMBEDDED),
    ("oleobject", Reason.EMBEDDED),
)
BY_TYPE = (  # the type that the table of contents gives a part, in small letters
    ("macroenabled", Reason.MACROS),
    ("vbaproject", Reason.MACROS),
    ("activex", Reason.EMBEDDED),
    ("oleobject", Reason.EMBEDDED),
)
PACKAGE_SPACE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
OFFICE_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006"
METADATA = {  # by the end of its type; where it lies is the writer's choice
    "core-properties+xml": f'<cp:coreProperties xmlns:cp="{PACKAGE_SPACE}"/>',
    "extended-properties+xml": f'<Properties xmlns="{OFFICE_SPACE}/extended-properties"/>',
    "custom-properties+xml": f'<Properties xmlns="{OFFICE_SPACE}/custom-properties"/>',
}
USUAL_PLACES = {
    "docprops/core.xml": "core-properties+xml",
    "docprops/app.xml": "extended-properties+xml",
    "docprops/custom.xml": "custom-properties+xml",
}


def clean_office(source: BinaryIO, target: BinaryIO, kind: Kind) -> None:
    """Pack the document anew: the same parts, pictures without what is beside their pixels. Raises FileRefused."""
    with open_package(source) as package, zipfile.ZipFile(target, "w") as packed:
        types: dict[str, str] = {}
        text_left = MOST_TEXT
        for part, content in unpacked(package):  # the table of contents comes first
            name = part.filename.lower()
            refuse_part(name, content)
            if name == CONTENTS:
                types = types_of_parts(content, kind)
            if name.endswith(XML):
                text_left -= len(content)
            if text_left < 0:
                raise FileRefused(Reason.TOO_MUCH_TEXT)
            packed.writestr(
                zipfile.ZipInfo(part.filename), made_anew(name, content, types), zipfile.ZIP_DEFLATED, QUICKLY
            )
        if not types:
            raise FileRefused(Reason.NOT_WHAT_IT_SAYS)


def refuse_part(name: str, content: bytes) -> None:
    """name: in small letters. Raises FileRefused for a part that is another file, by its name or its first bytes."""
    for piece, reason in BY_NAME:
        if piece in name:
            raise FileRefused(reason)
    if content.startswith((ZIP_START, OLE_START)) or not name.endswith((*XML, *PICTURES, *OTHER_PARTS)):
        raise FileRefused(Reason.EMBEDDED)


def types_of_parts(content: bytes, kind: Kind) -> dict[str, str]:
    """Part, in small letters -> its type. Raises FileRefused for types that act, or without the main part of `kind`."""
    rows = gathered(content, "Override", "Default")
    for piece, reason in BY_TYPE:
        if any(piece in row.get("ContentType", "").lower() for row in rows):
            raise FileRefused(reason)
    types = {row.get("PartName", "").lstrip("/").lower(): row.get("ContentType", "") for row in rows}
    if not any(one.endswith(MAIN_PART[kind]) for one in types.values()):
        raise FileRefused(Reason.NOT_WHAT_IT_SAYS)
    return types


def made_anew(name: str, content: bytes, types: Mapping[str, str]) -> bytes:
    """The part as it is kept: no author, no company, no place where a photo was taken. Raises FileRefused."""
    metadata = USUAL_PLACES.get(name) or types.get(name, "").rpartition(".")[2]
    if metadata in METADATA:
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + METADATA[metadata].encode()
    if name.endswith(".rels"):
        return relations_made_anew(content)
    if name.endswith(XML):
        refuse_markup(content)
        return content
    kind = kind_by_start(content)  # Office looks at the first bytes as well, whatever the name says
    if kind is None and name.endswith(PICTURES):
        raise FileRefused(Reason.NOT_WHAT_IT_SAYS)
    if kind is None:
        return content
    anew = io.BytesIO()
    clean_picture(io.BytesIO(content), anew, kind)
    return anew.getvalue()
