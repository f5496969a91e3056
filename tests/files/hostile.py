"""The fifteen classes of hostile file (security.md 6, row 26): name ending, content, why it is refused.

Also in test_hostile_files.py: photos that say where they were taken, and names. In test_scanner.py: EICAR.
"""

import io
import stat
import zipfile

import pikepdf

from lscp_portal.files.types import LARGEST_FILE, Reason
from tests.files import making
from tests.files.making import RELATIONS, action, office, pdf, pdf_with, picture, relations, zipped


def rel(kind: str, target: str, mode: str = "External") -> dict[str, str]:
    """A Word document's relationship."""
    return {"word/_rels/document.xml.rels": relations((f"{RELATIONS}/{kind}", target, mode))}


def field(*pieces: str) -> str:
    """A field of Word, its words in pieces."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def bomb(megabytes: int) -> bytes:
    """A document with zeros inside, which shrink to a thousandth."""
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("word/media/a.bin", "w") as part:
        for _ in range(megabytes):
            part.write(b"\0" * 1_000_000)
    return out.getvalue()


def linked_zip() -> bytes:
    """A document with a symbolic link in it."""
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a") as packed:
        part = zipfile.ZipInfo("word/media/image1.png")
        part.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(part, "/etc/passwd")
    return out.getvalue()


def twice_zip() -> bytes:
    """A document with two parts of one name: programs differ in which they read."""
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("WORD/DOCUMENT.XML", "<x/>")
    return out.getvalue()


def acting(kind: str, **more: object) -> bytes:
    """A PDF with a link that does this."""
    return pdf_with({"/Subtype": pikepdf.Name.Link, "/A": action(kind, **more)})


def named(what: str) -> bytes:
    """A PDF with a list of names of this sort."""
    return pdf(Names=pikepdf.Dictionary({f"/{what}": pikepdf.Dictionary()}))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
JS = action("JavaScript", JS="app.alert(1)")
REFUSED = {
    # macros
    "macro: vbaProject": ("docx", office(parts={"word/vbaProject.bin": OLE}), Reason.MACROS),
    "macro: in small letters, elsewhere": ("docx", office(parts={"x/VBAPROJECT.BIN": b"x"}), Reason.MACROS),
    "macro: a docm called docx": (
        "docx", office(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"), Reason.MACROS,
    ),
    "macro: sheet of Excel 4": ("xlsx", office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), Reason.MACROS),
    "macro: by relationship alone": ("docx", office(parts=rel("vbaProject", "other.xml", "")), Reason.MACROS),
    # OLE and whatever is embedded
    "OLE: object": ("docx", office(parts={"word/embeddings/oleObject1.bin": OLE}), Reason.EMBEDDED),
    "OLE: under another name": ("docx", office(parts={"word/media/image1.bin": OLE}), Reason.EMBEDDED),
    "OLE: ActiveX": ("docx", office(parts={"word/activeX/activeX1.xml": "<x/>"}), Reason.EMBEDDED),
    "OLE: a workbook inside": ("pptx", office("pptx", {"ppt/embeddings/a.xlsx": office("xlsx")}), Reason.EMBEDDED),
    "OLE: a page of HTML inside": ("docx", office(parts={"word/afchunk.html": "<script>"}), Reason.EMBEDDED),
    "OLE: HTML by relationship": ("docx", office(parts=rel("aFChunk", "a.xml", "")), Reason.EMBEDDED),
    # what Office fetches by itself
    "template from a server": ("docx", office(parts=rel("attachedTemplate", "https://evil.test/a")), Reason.FETCHES),
    "template from a share": ("docx", office(parts=rel("attachedTemplate", r"\\evil.test\a.dotx")), Reason.FETCHES),
    "picture from a server": ("docx", office(parts=rel("image", "http://evil.test/a.png")), Reason.FETCHES),
    "another workbook": (
        "xlsx",
        office("xlsx", {"xl/_rels/a.rels": relations((f"{RELATIONS}/externalLinkPath", "b.xlsx", "External"))}),
        Reason.FETCHES,
    ),
    "link to a share": ("docx", office(parts=rel("hyperlink", "file://evil.test/a")), Reason.FETCHES),
    "link that runs": ("docx", office(parts=rel("hyperlink", " JavaScript:alert(1)")), Reason.FETCHES),
    "DDE field": ("docx", office(body=field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe")), Reason.PROGRAM_DATA),
    "DDE field in pieces": ("docx", office(body=field(" D", "D", "E c:\\\\a.exe")), Reason.PROGRAM_DATA),
    "DDE field in quotes": ("docx", office(body=field('"DD"', '"EAUTO" x')), Reason.PROGRAM_DATA),
    "DDE after another field": ("docx", office(body=field("PAGE MERGEFORMAT") + field("dde x")), Reason.PROGRAM_DATA),
    "DDE simple field": ("docx", office(body='<w:fldSimple w:instr="DDE x"/>'), Reason.PROGRAM_DATA),
    "DDE of a workbook": ("xlsx", office("xlsx", {"xl/externalLinks/a.xml": "<a><ddeLink/></a>"}), Reason.PROGRAM_DATA),
    # polyglots
    "polyglot: GIF, then PDF": ("pdf", b"GIF89a" + b"\0" * 14 + pdf(), Reason.NOT_WHAT_IT_SAYS),
    "polyglot: HTML, then PDF": ("pdf", b"<script>alert(1)</script>" + pdf(), Reason.NOT_WHAT_IT_SAYS),
    "polyglot: script, then docx": ("docx", b"#!/bin/sh\n" + office(), Reason.NOT_WHAT_IT_SAYS),
    "polyglot: PDF called PNG": ("png", pdf(), Reason.NOT_WHAT_IT_SAYS),
    "polyglot: zip inside a docx": ("docx", office(parts={"word/media/image1.bin": office()}), Reason.EMBEDDED),
    # zip bombs
    "zip bomb: 500 MB": ("docx", lambda: bomb(500), Reason.SWELLS),
    "zip bomb: shrunk a thousandfold": ("docx", lambda: bomb(5), Reason.SWELLS),
    "zip bomb: many parts": ("docx", office(parts={f"word/{at}.xml": "" for at in range(2_000)}), Reason.SWELLS),
    "zip bomb: claims to be small": (
        "docx",
        lambda: making.lying_zip(bomb(3), "word/media/a.bin", 900_000),
        Reason.DAMAGED,
    ),
    "zip bomb: nested": ("docx", office(parts={"word/media/a.bin": zipped({"b.xml": "x"})}), Reason.EMBEDDED),
    "zip bomb: entities": (
        "docx",
        office(parts={"word/a.xml": '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'}),
        Reason.UNSAFE_WORDS,
    ),
    # zip slip
    "zip slip: up": ("docx", office(parts={"../../etc/cron.d/x.xml": "<x/>"}), Reason.UNSAFE_PARTS),
    "zip slip: absolute": ("docx", office(parts={"/etc/cron.d/x.xml": "<x/>"}), Reason.UNSAFE_PARTS),
    "zip slip: back strokes": ("docx", office(parts={"..\\x.xml": "<x/>"}), Reason.UNSAFE_PARTS),
    "zip slip: drive": ("docx", office(parts={"C:x.xml": "<x/>"}), Reason.UNSAFE_PARTS),
    "zip slip: symbolic link": ("docx", linked_zip(), Reason.UNSAFE_PARTS),
    "zip slip: one name twice": ("docx", twice_zip(), Reason.UNSAFE_PARTS),
    # PDFs that act
    "PDF: script when opened": ("pdf", pdf(OpenAction=JS), Reason.PDF_SCRIPT),
    "PDF: script by name": ("pdf", named("JavaScript"), Reason.PDF_SCRIPT),
    "PDF: script in a link": ("pdf", acting("JavaScript", JS="x"), Reason.PDF_SCRIPT),
    "PDF: script after a link": (
        "pdf", acting("GoTo", Next=pikepdf.Array([JS])), Reason.PDF_SCRIPT,
    ),
    "PDF: starts a program": ("pdf", acting("Launch", F="cmd.exe"), Reason.PDF_PROGRAM),
    "PDF: sends": ("pdf", acting("SubmitForm"), Reason.PDF_SENDS),
    "PDF: imports": ("pdf", acting("ImportData"), Reason.PDF_SENDS),
    "PDF: another file": ("pdf", acting("GoToR", F="//evil/x"), Reason.PDF_LEADS_OUT),
    "PDF: a share": ("pdf", acting("URI", URI="file://evil/x"), Reason.PDF_LEADS_OUT),
    "PDF: attached": ("pdf", named("EmbeddedFiles"), Reason.PDF_ATTACHMENT),
    "PDF: attached to a page": ("pdf", pdf_with({"/Subtype": pikepdf.Name.FileAttachment}), Reason.PDF_ATTACHMENT),
    "PDF: film": ("pdf", pdf_with({"/Subtype": pikepdf.Name.RichMedia}), Reason.PDF_MEDIA),
    "PDF: living form": ("pdf", pdf(AcroForm=pikepdf.Dictionary({"/XFA": "x"})), Reason.PDF_LIVING_FORM),
    "PDF: acts by itself": ("pdf", pdf(AA=pikepdf.Dictionary()), Reason.PDF_ACTS),
    "PDF: 501 pages": ("pdf", pdf(pages=501), Reason.PDF_TOO_LONG),
    # encrypted
    "encrypted: PDF": ("pdf", making.encrypted_pdf("secret"), Reason.ENCRYPTED),
    "encrypted: PDF that opens without": ("pdf", making.encrypted_pdf(""), Reason.ENCRYPTED),
    "encrypted: docx": ("docx", OLE, Reason.OLD_OR_ENCRYPTED),
    # pixel flood
    "pixel flood: wide": ("png", making.pixel_flood(60_000, 60_000), Reason.TOO_MANY_PIXELS),
    "pixel flood: just above": ("png", making.pixel_flood(5_001, 10_000), Reason.TOO_MANY_PIXELS),
    "pixel flood: inside a docx": (
        "docx", office(parts={"word/media/a.png": making.pixel_flood(60_000, 60_000)}), Reason.TOO_MANY_PIXELS,
    ),
    # wrong magic
    "wrong magic: PNG called JPG": ("jpg", picture("PNG"), Reason.NOT_WHAT_IT_SAYS),
    "wrong magic: program called PDF": ("pdf", b"MZ" + b"\0" * 500, Reason.NOT_WHAT_IT_SAYS),
    "wrong magic: xlsx called docx": ("docx", office("xlsx"), Reason.NOT_WHAT_IT_SAYS),
    "wrong magic: any zip called docx": ("docx", zipped({"a.xml": "<a/>"}), Reason.NOT_WHAT_IT_SAYS),
    "wrong magic: half a picture": ("jpg", picture("JPEG", (400, 300))[:900], Reason.DAMAGED),
    "wrong magic: half a PDF": ("pdf", b"%PDF-1.7\nnothing", Reason.DAMAGED),
    # empty, too large
    "0 bytes": ("pdf", b"", Reason.EMPTY),
    "a byte too many": ("pdf", b"%PDF-" + b"\0" * (LARGEST_FILE - 4), Reason.TOO_LARGE),
}  # fmt: skip
