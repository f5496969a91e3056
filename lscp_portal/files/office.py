"""Word, Excel and PowerPoint: nothing that runs, fetches or hides a file; then packed anew without its metadata."""

import io
import re
import zipfile
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from lscp_portal.files.package import OLE_START, ZIP_START, open_package, unpacked
from lscp_portal.files.pictures import clean_picture
from lscp_portal.files.types import FileRefused, Kind, Reason

QUICKLY = 4  # how hard to shrink
CONTENTS = "[content_types].xml"
MAIN_PART = {
    Kind.DOCX: "wordprocessingml.document.main+xml",
    Kind.XLSX: "spreadsheetml.sheet.main+xml",
    Kind.PPTX: "presentationml.presentation.main+xml",
}
SLIDE_SHOW = "presentationml.slideshow.main+xml"
HARMLESS_LINKS = ("https://", "http://", "mailto:", "tel:", "#")
XML = (".xml", ".rels", ".vml")
PICTURES = {".jpg": Kind.JPG, ".jpeg": Kind.JPG, ".png": Kind.PNG}
OTHER_PARTS = (".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".odttf", ".fntdata", ".bin")
BY_NAME = (  # a part's name, in small letters
    ("vbaproject", Reason.MACROS),
    ("vbadata", Reason.MACROS),
    ("macrosheets/", Reason.MACROS),
    ("activex/", Reason.EMBEDDED),
    ("ctrlprops/", Reason.EMBEDDED),
    ("embeddings/", Reason.EMBEDDED),
    ("oleobject", Reason.EMBEDDED),
    ("customui", Reason.MACROS),
)
BY_RELATION = {  # the end of a relationship's type
    "vbaProject": Reason.MACROS,
    "xlMacrosheet": Reason.MACROS,
    "xlIntlMacrosheet": Reason.MACROS,
    "oleObject": Reason.EMBEDDED,
    "package": Reason.EMBEDDED,
    "control": Reason.EMBEDDED,
    "activeXControlBinary": Reason.EMBEDDED,
    "aFChunk": Reason.EMBEDDED,
    "attachedTemplate": Reason.FETCHES,
    "externalLinkPath": Reason.FETCHES,
    "subDocument": Reason.FETCHES,
}
# fields of Word that run another program; letters around it make it a word of a sentence or of another field
DDE = re.compile(r"(?<![A-Z])DDE(AUTO)?(?![A-Z])")
FIELDS = {"instrText", "fldChar", "fldSimple"}
METADATA = {
    "docprops/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docprops/app.xml": (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docprops/custom.xml": (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}


def clean_office(source: BinaryIO, target: BinaryIO, kind: Kind) -> None:
    """Pack the document anew: the same parts, pictures without what is beside their pixels. Raises FileRefused."""
    with open_package(source) as package, zipfile.ZipFile(target, "w") as packed:
        is_it = False
        for part, content in unpacked(package):
            name = part.filename.lower()
            refuse_part(name, content)
            if name == CONTENTS:
                is_it = is_of_kind(content, kind)
            packed.writestr(zipfile.ZipInfo(part.filename), made_anew(name, content), zipfile.ZIP_DEFLATED, QUICKLY)
        if not is_it:
            raise FileRefused(Reason.NOT_WHAT_IT_SAYS)


def refuse_part(name: str, content: bytes) -> None:
    """name: in small letters. Raises FileRefused for a part that acts, fetches or is another file."""
    for piece, reason in BY_NAME:
        if piece in name:
            raise FileRefused(reason)
    if content.startswith((ZIP_START, OLE_START)):
        raise FileRefused(Reason.EMBEDDED)
    if name.endswith(XML):
        refuse_xml(name, content)
    elif not name.endswith((*PICTURES, *OTHER_PARTS)):
        raise FileRefused(Reason.EMBEDDED)


def refuse_xml(name: str, content: bytes) -> None:
    """Raises FileRefused for definitions, links and fields that act, and for what is no XML."""
    words, around = [], []
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                refuse_element(name, element)
                around.append(element)
                continue
            if said := words_of_field(element):
                words.append(said)
            around.pop()
            if around:
                del around[-1][:]  # a sheet has millions of cells, and none is needed again
    except DefusedXmlException:
        raise FileRefused(Reason.UNSAFE_WORDS) from None
    except (ParseError, ValueError, LookupError):
        raise FileRefused(Reason.DAMAGED) from None
    if DDE.search("".join(words).replace('"', "").upper()):
        raise FileRefused(Reason.PROGRAM_DATA)


def refuse_element(name: str, element: Element) -> None:
    """Relationships of .rels, DDE links of workbooks, macros in the table of contents. Raises FileRefused."""
    local = local_name(element)
    if name.endswith(".rels") and local == "Relationship":
        if reason := reason_against_relation(element):
            raise FileRefused(reason)
    elif local in {"ddeLink", "ddeItems"}:
        raise FileRefused(Reason.PROGRAM_DATA)
    elif name == CONTENTS and "macroEnabled" in element.get("ContentType", ""):
        raise FileRefused(Reason.MACROS)


def reason_against_relation(element: Element) -> Reason | None:
    """Links that a person follows may lead out; whatever Office follows by itself may not."""
    relation = element.get("Type", "").rpartition("/")[2]
    if relation in BY_RELATION:
        return BY_RELATION[relation]
    if element.get("TargetMode", "").lower() != "external":
        return None
    address = element.get("Target", "").strip().lower()
    is_link = relation == "hyperlink" and address.startswith(HARMLESS_LINKS)
    return None if is_link else Reason.FETCHES


def words_of_field(element: Element) -> str:
    """What a field of Word says. Its words may come in pieces; only its ends part it from the next one."""
    local = local_name(element)
    if local not in FIELDS:
        return ""
    if local == "instrText":
        return element.text or ""
    if local == "fldChar":
        return "\n"
    return "\n" + next((value for key, value in element.attrib.items() if key.endswith("}instr")), "") + "\n"


def is_of_kind(content: bytes, kind: Kind) -> bool:
    """Whether the table of contents names the main part that the name's ending promises."""
    types = [element.get("ContentType", "") for _, element in iterparse(io.BytesIO(content), forbid_dtd=True)]
    wanted = (MAIN_PART[kind], SLIDE_SHOW) if kind is Kind.PPTX else (MAIN_PART[kind],)
    return any(one.endswith(wanted) for one in types)


def made_anew(name: str, content: bytes) -> bytes:
    """The part as it is kept: no author, no company, no place where a photo was taken."""
    if name in METADATA:
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + METADATA[name].encode()
    kind = next((found for ending, found in PICTURES.items() if name.endswith(ending)), None)
    if kind is None:
        return content
    anew = io.BytesIO()
    clean_picture(io.BytesIO(content), anew, kind)
    return anew.getvalue()


def local_name(element: Element) -> str:
    """Without its namespace."""
    return str(element.tag).rpartition("}")[2]
