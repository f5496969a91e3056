"""Office documents that run something, or carry another file inside."""

from lscp_portal.files.types import Reason
from tests.files.hostile.case import Case, cases
from tests.files.making import CONTENT_TYPES, OLE, office, relation, zipped

MS = "application/vnd.ms"


def typed(content_type: str, tag: str = 'Default Extension="bin"') -> dict[str, str]:
    """A table of contents that names one more type."""
    return {"[Content_Types].xml": CONTENT_TYPES.format(more=f'<{tag} ContentType="{content_type}"/>')}


MACROS: dict[str, Case] = cases({
    "vbaProject in Word": ("docx", office(parts={"word/vbaProject.bin": OLE}), Reason.MACROS),
    "vbaProject in Excel": ("xlsx", office("xlsx", {"xl/vbaProject.bin": OLE}), Reason.MACROS),
    "vbaProject in PowerPoint": ("pptx", office("pptx", {"ppt/vbaProject.bin": OLE}), Reason.MACROS),
    "in small letters, elsewhere": ("docx", office(parts={"x/VBAPROJECT.BIN": b"x"}), Reason.MACROS),
    "what belongs to it alone": ("docx", office(parts={"word/vbaData.xml": "<x/>"}), Reason.MACROS),
    "a docm called docx": ("docx", office(main_type=f"{MS}-word.document.macroEnabled.main+xml"), Reason.MACROS),
    "an xlsm called xlsx": ("xlsx", office("xlsx", main_type=f"{MS}-excel.sheet.macroEnabled.main+xml"), Reason.MACROS),
    "a pptm called pptx": (
        "pptx", office("pptx", main_type=f"{MS}-powerpoint.presentation.macroEnabled.main+xml"), Reason.MACROS,
    ),
    "sheet of Excel 4": ("xlsx", office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), Reason.MACROS),
    "sheet of Excel 4 by relationship": (
        "xlsx", office("xlsx", relation("xlMacrosheet", "sheets/s.xml", "", "xl/_rels/a.rels")), Reason.MACROS,
    ),
    "by relationship alone": ("docx", office(parts=relation("vbaProject", "other.xml", "")), Reason.MACROS),
    "by relationship in capitals": ("docx", office(parts=relation("VBAPROJECT", "other.xml", "")), Reason.MACROS),
    "by type alone": ("docx", office(parts=typed(f"{MS}-office.vbaProject")), Reason.MACROS),
    "ribbon of one's own": ("docx", office(parts={"customUI/customUI.xml": "<x/>"}), Reason.MACROS),
})  # fmt: skip

EMBEDDED: dict[str, Case] = cases({
    "object in Word": ("docx", office(parts={"word/embeddings/oleObject1.bin": OLE}), Reason.EMBEDDED),
    "object in Excel": ("xlsx", office("xlsx", {"xl/embeddings/oleObject1.bin": OLE}), Reason.EMBEDDED),
    "object in PowerPoint": ("pptx", office("pptx", {"ppt/embeddings/oleObject1.bin": OLE}), Reason.EMBEDDED),
    "under another name": ("docx", office(parts={"word/media/image1.bin": OLE}), Reason.EMBEDDED),
    "called a picture": ("docx", office(parts={"word/media/image1.png": OLE}), Reason.EMBEDDED),
    "called XML": ("docx", office(parts={"word/settings2.xml": OLE}), Reason.EMBEDDED),
    "by relationship": ("docx", office(parts=relation("oleObject", "media/a.bin", "")), Reason.EMBEDDED),
    "linked, not embedded": ("docx", office(parts=relation("oleObject", "file:///c:/a.xls")), Reason.EMBEDDED),
    "by type": ("docx", office(parts=typed(f"{MS}-office.oleObject")), Reason.EMBEDDED),
    "ActiveX": ("docx", office(parts={"word/activeX/activeX1.xml": "<x/>"}), Reason.EMBEDDED),
    "ActiveX, its bytes": ("docx", office(parts={"word/activeX/activeX1.bin": b"x"}), Reason.EMBEDDED),
    "ActiveX by type": ("docx", office(parts=typed(f"{MS}-office.activeX+xml")), Reason.EMBEDDED),
    "control of a form": ("xlsx", office("xlsx", {"xl/ctrlProps/ctrlProp1.xml": "<x/>"}), Reason.EMBEDDED),
    "a workbook": ("pptx", office("pptx", {"ppt/embeddings/a.xlsx": office("xlsx")}), Reason.EMBEDDED),
    "a package by relationship": ("docx", office(parts=relation("package", "a.xml", "")), Reason.EMBEDDED),
    "a page of HTML": ("docx", office(parts={"word/afchunk.html": "<script>"}), Reason.EMBEDDED),
    "HTML by relationship": ("docx", office(parts=relation("aFChunk", "a.xml", "")), Reason.EMBEDDED),
    "a program": ("docx", office(parts={"word/media/setup.exe": b"MZ"}), Reason.EMBEDDED),
    "a shortcut": ("docx", office(parts={"word/media/policy.lnk": b"L\0\0\0"}), Reason.EMBEDDED),
    "a Java program": (
        "docx", office(parts={"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": b"\xca\xfe"}), Reason.EMBEDDED,
    ),
    "a zip called a drawing": ("docx", office(parts={"word/media/a.emf": zipped({"a": "b"})}), Reason.EMBEDDED),
})  # fmt: skip
