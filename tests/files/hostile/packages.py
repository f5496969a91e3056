"""Zips that swell, that reach outside themselves, and whatever has a password."""

import io
import stat
import struct
import zipfile
import zlib

import pikepdf

from lscp_portal.files.types import Reason
from tests.files import making
from tests.files.hostile.case import Case, cases
from tests.files.making import OLE, chunk, office, pdf, zipped

MILLION = 1_000_000


def bomb(megabytes: int, part: str = "word/media/a.bin", number: int = 1) -> bytes:
    """A document with zeros inside, which shrink to a thousandth."""
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        for at in range(number):
            with packed.open(f"{at}{part}" if at else part, "w") as stream:
                for _ in range(megabytes):
                    stream.write(b"\0" * MILLION)
    return out.getvalue()


def wordy(megabytes: int) -> bytes:
    """A workbook with so many cells, which shrink to a twentieth."""
    row = "".join(f'<c r="A{at}" s="{at % 7}"><v>{at * 7919 % 9973}</v></c>' for at in range(40_000))
    sheet = "<a>" + row * (megabytes * MILLION // len(row) + 1) + "</a>"
    return office("xlsx", {"xl/worksheets/sheet1.xml": sheet})


def with_part(name: str, content: bytes | str = "<x/>", **options: int) -> bytes:
    """A document with one more part, its entry as it was asked for."""
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a") as packed:
        part = zipfile.ZipInfo(name)
        part.external_attr = options.get("attributes", 0)
        packed.writestr(part, content, options.get("way", zipfile.ZIP_STORED))
    return out.getvalue()


def overlapping() -> bytes:
    """Two entries of the table of contents for the same packed bytes."""
    made = with_part("word/a.xml", b"<x/>" * 50)
    end = made.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", made[end + 12 : end + 20])
    last = made[made.rindex(b"PK\x01\x02", 0, end) : end].replace(b"word/a.xml", b"word/b.xml")
    count = struct.unpack("<H", made[end + 10 : end + 12])[0] + 1
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, size + len(last), start, 0)
    return made[:end] + last + tail


def locked_part() -> bytes:
    """A document, one part of which says that it has a password."""
    made = bytearray(office())
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def swelling_pdf() -> bytes:
    """A PDF whose objects lie in a stream that swells a thousandfold, to 400 MB."""
    shrink = zlib.compressobj(1)
    words = shrink.compress(b"1 0 << /Type /Catalog /Pages 2 0 R >> ")
    packed = words + b"".join(shrink.compress(b" " * MILLION) for _ in range(400)) + shrink.flush()
    head = f"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
    tail = b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 4 >>\n%%EOF\n"
    return b"%PDF-1.5\n" + head.encode() + packed + tail


def swelling_words() -> bytes:
    """A PNG whose words beside the pixels swell to 100 MB."""
    words = b"Comment\0\0" + zlib.compress(b"x" * 100 * MILLION, 9)
    made = making.picture("PNG")
    return made[:33] + chunk(b"zTXt", words) + made[33:]


def locked_pdf(**options: object) -> bytes:
    """A PDF with another kind of lock."""
    made = pikepdf.new()
    made.add_blank_page()
    return making.saved(made, encryption=pikepdf.Encryption(owner="owner", user="secret", **options))


ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
BOMBS: dict[str, Case] = cases({
    "500 MB": ("docx", lambda: bomb(500), Reason.SWELLS),
    "shrunk a thousandfold": ("docx", lambda: bomb(5), Reason.SWELLS),
    "in many parts": ("docx", lambda: bomb(1, number=201), Reason.SWELLS),
    "many parts": ("docx", office(parts={f"word/{at}.xml": "" for at in range(2_000)}), Reason.SWELLS),
    "claims to be small": (
        "docx", lambda: making.lying_zip(bomb(3), "word/media/a.bin", 900_000), Reason.DAMAGED,
    ),
    "nested": ("docx", office(parts={"word/media/a.bin": zipped({"b.xml": "x"})}), Reason.EMBEDDED),
    "nested and called XML": ("docx", office(parts={"word/a.xml": zipped({"b.xml": "x"})}), Reason.EMBEDDED),
    "the same bytes twice": ("docx", overlapping(), Reason.DAMAGED),
    "entities": ("docx", office(parts={"word/a.xml": ENTITIES}), Reason.UNSAFE_WORDS),
    "entities in the table of contents": ("docx", office(parts={"[Content_Types].xml": ENTITIES}), Reason.UNSAFE_WORDS),
    "entities among the relationships": ("docx", office(parts={"_rels/.rels": ENTITIES}), Reason.UNSAFE_WORDS),
    "an entity from elsewhere": ("docx", office(parts={"word/a.xml": OUTSIDE}), Reason.UNSAFE_WORDS),
    "100 MB of cells": ("xlsx", lambda: wordy(100), Reason.TOO_MUCH_TEXT),
    "objects of a PDF": ("pdf", swelling_pdf, Reason.DAMAGED),
    "words in a picture": ("png", swelling_words, Reason.DAMAGED),
})  # fmt: skip

LINK = (stat.S_IFLNK | 0o777) << 16
SLIPS: dict[str, Case] = cases({
    "up": ("docx", with_part("../../etc/cron.d/x.xml"), Reason.UNSAFE_PARTS),
    "up from inside": ("docx", with_part("word/../../x.xml"), Reason.UNSAFE_PARTS),
    "up in Excel": ("xlsx", office("xlsx", {"../x.xml": "<x/>"}), Reason.UNSAFE_PARTS),
    "up in PowerPoint": ("pptx", office("pptx", {"ppt/../../x.xml": "<x/>"}), Reason.UNSAFE_PARTS),
    "absolute": ("docx", with_part("/etc/cron.d/x.xml"), Reason.UNSAFE_PARTS),
    "back strokes": ("docx", with_part("..\\x.xml"), Reason.UNSAFE_PARTS),
    "a share": ("docx", with_part("\\\\evil.test\\x.xml"), Reason.UNSAFE_PARTS),
    "drive": ("docx", with_part("C:x.xml"), Reason.UNSAFE_PARTS),
    "a stream beside a file": ("docx", with_part("word/document.xml:x"), Reason.UNSAFE_PARTS),
    "an empty step": ("docx", with_part("word//x.xml"), Reason.UNSAFE_PARTS),
    "a step on the spot": ("docx", with_part("./word/x.xml"), Reason.UNSAFE_PARTS),
    "symbolic link": ("docx", with_part("word/media/image1.png", "/etc/passwd", attributes=LINK), Reason.UNSAFE_PARTS),
    "one name twice": ("docx", with_part("WORD/DOCUMENT.XML"), Reason.UNSAFE_PARTS),
    "packed as Office never does": ("docx", with_part("word/a.xml", way=zipfile.ZIP_BZIP2), Reason.UNSAFE_PARTS),
    "packed in yet another way": ("docx", with_part("word/a.xml", way=zipfile.ZIP_LZMA), Reason.UNSAFE_PARTS),
})  # fmt: skip

ENCRYPTED: dict[str, Case] = cases({
    "PDF": ("pdf", making.encrypted_pdf("secret"), Reason.ENCRYPTED),
    "PDF that opens without": ("pdf", making.encrypted_pdf(""), Reason.ENCRYPTED),
    "PDF, its metadata open": ("pdf", locked_pdf(metadata=False), Reason.ENCRYPTED),
    "PDF of old": ("pdf", locked_pdf(R=4, aes=False, metadata=False), Reason.ENCRYPTED),
    "PDF that says so and is not": (
        "pdf", pdf().replace(b"trailer <<", b"trailer << /Encrypt 1 0 R "), Reason.DAMAGED,
    ),
    "docx": ("docx", OLE, Reason.OLD_OR_ENCRYPTED),
    "xlsx": ("xlsx", OLE, Reason.OLD_OR_ENCRYPTED),
    "pptx": ("pptx", OLE, Reason.OLD_OR_ENCRYPTED),
    "one part of a docx": ("docx", locked_part(), Reason.ENCRYPTED),
})  # fmt: skip
