"""Pictures that flood the memory, files that are two things at once, files that are something else."""

import io
import struct

from PIL import Image, PngImagePlugin

from lscp_portal.files.types import Reason
from tests.files.hostile.case import Case, Kept, cases
from tests.files.making import OLE, office, pdf, picture, pixel_flood, zipped

PROGRAM = b"MZ" + b"\0" * 500
PAGE = b"<script>alert(1)</script>"
HUGE = pixel_flood(60_000, 60_000)


def flooding_jpeg() -> bytes:
    """A small JPEG that claims to have 4,290 million pixels."""
    made = bytearray(picture("JPEG"))
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack("!HH", 65_500, 65_500)
    return bytes(made)


def commented_png(words: str) -> bytes:
    """A PNG with words beside its pixels."""
    out, beside = io.BytesIO(), PngImagePlugin.PngInfo()
    beside.add_text("Comment", words)
    Image.new("RGB", (40, 30), "navy").save(out, "PNG", pnginfo=beside)
    return out.getvalue()


POLYGLOTS: dict[str, Case] = cases({
    "GIF, then PDF": ("pdf", b"GIF89a" + b"\0" * 14 + pdf(), Reason.NOT_WHAT_IT_SAYS),
    "JPEG, then PDF": ("pdf", picture("JPEG") + pdf(), Reason.NOT_WHAT_IT_SAYS),
    "HTML, then PDF": ("pdf", PAGE + pdf(), Reason.NOT_WHAT_IT_SAYS),
    "zip, then PDF": ("pdf", zipped({"a": "b"}) + pdf(), Reason.NOT_WHAT_IT_SAYS),
    "an empty line, then PDF": ("pdf", b"\n" + pdf(), Reason.NOT_WHAT_IT_SAYS),
    "script, then docx": ("docx", b"#!/bin/sh\n" + office(), Reason.NOT_WHAT_IT_SAYS),
    "PDF, then docx": ("docx", pdf() + office(), Reason.NOT_WHAT_IT_SAYS),
    "program, then xlsx": ("xlsx", PROGRAM + office("xlsx"), Reason.NOT_WHAT_IT_SAYS),
    "PDF called PNG": ("png", pdf(), Reason.NOT_WHAT_IT_SAYS),
    "zip inside a docx": ("docx", office(parts={"word/media/image1.bin": office()}), Reason.EMBEDDED),
    "PDF, then zip": ("pdf", pdf() + zipped({"evil": "b"}), Kept(without=(b"evil", b"PK\x03\x04"))),
    "PDF, then HTML": ("pdf", pdf() + PAGE, Kept(without=(b"<script",))),
    "JPEG, then zip": ("jpg", picture("JPEG") + zipped({"evil": "b"}), Kept(without=(b"evil", b"PK\x03\x04"))),
    "JPEG, then program": ("jpg", picture("JPEG") + PROGRAM, Kept(without=(b"MZ\0\0",))),
    "PNG, then PDF": ("png", picture("PNG") + pdf(), Kept(without=(b"%PDF",))),
    "PDF in a JPEG's comment": ("jpg", picture("JPEG", comment=pdf()[:900]), Kept(without=(b"%PDF",))),
    "HTML in a PNG's comment": ("png", commented_png("<script>alert(1)</script>"), Kept(without=(b"<script",))),
    "docx, then PDF": ("docx", office() + pdf()[:60_000], Kept(without=(b"%PDF",))),
})  # fmt: skip

FLOODS: dict[str, Case] = cases({
    "wide": ("png", HUGE, Reason.TOO_MANY_PIXELS),
    "just above": ("png", pixel_flood(5_001, 10_000), Reason.TOO_MANY_PIXELS),
    "one line": ("png", pixel_flood(2_000_000_000, 1), Reason.TOO_MANY_PIXELS),
    "one column": ("png", pixel_flood(1, 2_000_000_000), Reason.TOO_MANY_PIXELS),
    "JPEG": ("jpg", flooding_jpeg(), Reason.TOO_MANY_PIXELS),
    "inside Word": ("docx", office(parts={"word/media/a.png": HUGE}), Reason.TOO_MANY_PIXELS),
    "inside Excel": ("xlsx", office("xlsx", {"xl/media/a.png": HUGE}), Reason.TOO_MANY_PIXELS),
    "inside PowerPoint, called JPG": ("pptx", office("pptx", {"ppt/media/a.jpg": HUGE}), Reason.TOO_MANY_PIXELS),
    "inside Word, under another name": ("docx", office(parts={"word/media/a.emf": HUGE}), Reason.TOO_MANY_PIXELS),
    "no pixels at all": ("png", pixel_flood(0, 0), Reason.DAMAGED),
})  # fmt: skip

WRONG_MAGIC: dict[str, Case] = cases({
    "PNG called JPG": ("jpg", picture("PNG"), Reason.NOT_WHAT_IT_SAYS),
    "JPG called PNG": ("png", picture("JPEG"), Reason.NOT_WHAT_IT_SAYS),
    "GIF called PNG": ("png", b"GIF89a" + b"\0" * 40, Reason.NOT_WHAT_IT_SAYS),
    "SVG called PNG": ("png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>', Reason.NOT_WHAT_IT_SAYS),
    "HEIC called JPG": ("jpg", b"\0\0\0\x18ftypheic" + b"\0" * 40, Reason.NOT_WHAT_IT_SAYS),
    "program called PDF": ("pdf", PROGRAM, Reason.NOT_WHAT_IT_SAYS),
    "HTML called PDF": ("pdf", PAGE, Reason.NOT_WHAT_IT_SAYS),
    "docx called PDF": ("pdf", office(), Reason.NOT_WHAT_IT_SAYS),
    "PDF called docx": ("docx", pdf(), Reason.NOT_WHAT_IT_SAYS),
    "RTF called docx": ("docx", b"{\\rtf1 x}", Reason.NOT_WHAT_IT_SAYS),
    "xls called xlsx": ("xlsx", OLE, Reason.OLD_OR_ENCRYPTED),
    "xlsx called docx": ("docx", office("xlsx"), Reason.NOT_WHAT_IT_SAYS),
    "docx called pptx": ("pptx", office(), Reason.NOT_WHAT_IT_SAYS),
    "any zip called docx": ("docx", zipped({"a.xml": "<a/>"}), Reason.NOT_WHAT_IT_SAYS),
    "GIF called PNG inside a docx": ("docx", office(parts={"word/media/a.png": b"GIF89a"}), Reason.NOT_WHAT_IT_SAYS),
    "half a picture": ("jpg", picture("JPEG", (400, 300))[:900], Reason.DAMAGED),
    "half a docx": ("docx", office()[:700], Reason.DAMAGED),
    "half a PDF": ("pdf", b"%PDF-1.7\nnothing", Reason.DAMAGED),
})  # fmt: skip
