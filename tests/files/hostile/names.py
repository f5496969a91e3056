"""Names with tricks, empty files, files too large, and carriers of EICAR."""

import zlib
from functools import partial

import pikepdf

from lscp_portal.files.types import LARGEST_FILE, LONGEST_NAME, Reason
from tests.files.hostile.case import Case, Kept, cases
from tests.files.making import EICAR, office, pdf, picture, saved

STARTS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pptx": b"PK\x03\x04",
          "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}  # fmt: skip


def pdf_with_stream(content: bytes, **options: object) -> bytes:
    """A PDF whose page draws these bytes."""
    made = pikepdf.new()
    page = made.add_blank_page()
    page.Contents = pikepdf.Stream(made, content, **options)
    return saved(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def filled(start: bytes) -> bytes:
    """One byte more than is taken."""
    return start.ljust(LARGEST_FILE + 1, b"\0")


EICAR_CARRIERS: dict[str, Case] = cases({
    "bare, called PDF": ("pdf", EICAR, Reason.NOT_WHAT_IT_SAYS),
    "bare, as a program": ("com", EICAR, Reason.WRONG_KIND),
    "in Word": ("docx", office(parts={"word/media/image1.bin": EICAR}), Reason.VIRUS),
    "in Excel": ("xlsx", office("xlsx", {"xl/printerSettings/a.bin": EICAR}), Reason.VIRUS),
    "in PowerPoint": ("pptx", office("pptx", {"ppt/media/a.emf": EICAR}), Reason.VIRUS),
    "in the words of a document": (
        "docx", office(parts={"word/a.xml": b"<a>" + EICAR.replace(b"&", b"&amp;") + b"</a>"}), Reason.VIRUS,
    ),
    "in a PDF": ("pdf", pdf_with_stream(EICAR), Reason.VIRUS),
    "in a PDF, packed": ("pdf", pdf_with_stream(zlib.compress(EICAR), Filter=pikepdf.Name.FlateDecode), Reason.VIRUS),
    "behind a PDF": ("pdf", pdf() + EICAR, Reason.VIRUS),
    "in a JPEG's comment": ("jpg", picture("JPEG", comment=EICAR), Reason.VIRUS),
    "behind a PNG": ("png", picture("PNG") + EICAR, Reason.VIRUS),
})  # fmt: skip

SHOWN = {
    "C:\\fakepath\\Policy.pdf": "Policy.pdf",
    "../../etc/Policy.pdf": "Policy.pdf",
    "..\\..\\Windows\\Policy.pdf": "Policy.pdf",
    "Poli\u0301tica.PDF": "Pol\u00edtica.PDF",
    "po\0licy.pdf": "policy.pdf",
    "a\nb\t c.pdf": "ab c.pdf",
    "x" * 300 + ".pdf": "x" * (LONGEST_NAME - 4) + ".pdf",
    "\u0644" * 300 + ".pdf": "\u0644" * (LONGEST_NAME - 4) + ".pdf",
    "policy\u200b\u2066.pdf": "policy.pdf",
    "policy.pdf.": "policy.pdf",
    'a";filename="b.pdf': 'a";filename="b.pdf',
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
    "CON.pdf": "CON.pdf",
}
REFUSED = [
    "exe.\u202efdp",  # shown, a reader would see exe.pdf
    "policy.pdf\0.exe", "policy.svg", "policy.html", "policy.docm", "policy.xlsm", "policy.doc", "policy.zip",
    "policy.heic", "policy.pdf.exe", "policy", ".pdf", "", "...", "\u202e\u200b\0",
]  # fmt: skip
NAMES: dict[str, Case] = {
    **{f"{name[:40]!a}": Case(name, pdf(), Kept(shown=shown)) for name, shown in SHOWN.items()},
    **{f"{name!a}": Case(name, pdf(), Reason.WRONG_KIND) for name in REFUSED},
}
EMPTY = {ending: Case(f"policy.{ending}", b"", Reason.EMPTY) for ending in STARTS}
TOO_LARGE = {
    f"a byte too many: {ending}": Case(f"policy.{ending}", partial(filled, start), Reason.TOO_LARGE)
    for ending, start in STARTS.items()
}
