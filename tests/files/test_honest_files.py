"""Honest files are kept as they look, without what is beside their content."""

import io
import tempfile
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from lscp_portal.documents.types import Limits
from lscp_portal.files.checking import clean_copy
from lscp_portal.files.names import kind_of
from lscp_portal.files.types import FileRefused, Reason
from tests.files import making
from tests.files.hostile.fetching import field
from tests.files.hostile.telling import TAKEN, jpeg_2000, pdf_with_photo
from tests.files.making import RELATIONS, office, pdf, picture, relations

KEPT = {
    "pdf": pdf(pages=2),
    "docx": office(body=field("PAGE \\* MERGEFORMAT")),
    "xlsx": office("xlsx", {"xl/printerSettings/printerSettings1.bin": b"\0\1printer"}),
    "pptx": office("pptx"),
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
}
RELS = "word/_rels/document.xml.rels"


def verdict(content: bytes, ending: str, **options: Limits) -> bytes | Reason:
    """What becomes of a file with this name ending: its clean copy, or why there is none."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(content)
        source.seek(0)
        try:
            clean_copy(source, kind=kind_of(f"x.{ending}"), target=target, **options)
        except FileRefused as refused:
            return refused.reason
        target.seek(0)
        return target.read()


def part_of(found: bytes, name: str) -> bytes:
    """One part of a kept document."""
    with zipfile.ZipFile(io.BytesIO(found)) as packed:
        return packed.read(name)


@pytest.mark.parametrize(("ending", "content"), KEPT.items(), ids=KEPT)
def test_an_honest_file_is_kept_without_its_author(ending, content):
    found = verdict(content, ending)
    assert isinstance(found, bytes), found
    assert found
    assert b"Bloggs" not in found


def test_links_to_https_stay_and_others_lead_nowhere():
    links = ["https://example.org/policy?a=1&amp;b=2", "http://example.org/", "mailto:office@school.example", "tel:0"]
    parts = {RELS: relations(*((f"{RELATIONS}/hyperlink", link, "External") for link in links))}
    found = part_of(verdict(office(parts=parts), "docx"), RELS).decode()
    assert 'Target="https://example.org/policy?a=1&amp;b=2"' in found
    assert found.count('Target="#"') == 3
    assert "mailto" not in found


def test_a_photo_stands_upright():
    with Image.open(io.BytesIO(TAKEN)) as before:
        assert before.getexif().get_ifd(0x8825)[making.LATITUDE] == (53.0, 8.0, 3.0)
    with Image.open(io.BytesIO(verdict(TAKEN, "jpg"))) as after:
        assert (dict(after.getexif()), after.size, set(after.info) & {"exif", "comment", "icc_profile"}) == (
            {}, (30, 40), set(),
        )  # fmt: skip


def test_a_photo_does_not_grow():
    content = picture("JPEG", (3_000, 2_000), noise=True, quality=40)
    assert len(verdict(content, "jpg")) < 1.1 * len(content)


@pytest.mark.parametrize(
    ("photo", "filters"),
    [
        (TAKEN, ("/DCTDecode",)),
        (zlib.compress(TAKEN), ("/FlateDecode", "/DCTDecode")),
        (picture("JPEG", noise=True, gps=True, progressive=True), ("/DCTDecode",)),
        (jpeg_2000(), ("/JPXDecode",)),
    ],
    ids=["plain", "packed once more", "progressive", "JPEG 2000"],
)
def test_a_photo_inside_a_pdf_keeps_every_pixel(photo, filters):
    given = pdf_with_photo(photo, filters=filters)
    found = verdict(given, "pdf")
    assert isinstance(found, bytes), found
    assert pixels(found) == pixels(given)
    assert b"Exif\0" in given or "/FlateDecode" in filters or b"Bloggs" in given


def pixels(content: bytes) -> bytes:
    """What the photo of a PDF's page looks like."""
    with pikepdf.open(io.BytesIO(content)) as made:
        photo = made.pages[0].Resources.XObject.Photo
        raw = photo.read_raw_bytes()
        packed = isinstance(photo.Filter, pikepdf.Array) and len(photo.Filter) > 1
        with Image.open(io.BytesIO(zlib.decompress(raw) if packed else raw)) as shown:
            return shown.convert("RGB").tobytes()


def test_a_see_through_picture_stays_see_through():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 90, 40)).save(out, "PNG")
    with Image.open(io.BytesIO(verdict(out.getvalue(), "png"))) as after:
        assert (after.mode, after.getpixel((1, 1))) == ("RGBA", (0, 0, 90, 40))


def test_a_file_that_takes_too_long_or_too_much_is_refused():
    content = picture("PNG", (6_000, 6_000))
    short_of_memory = Limits(wall_seconds=60, cpu_seconds=30, memory_bytes=120_000_000, file_bytes=60_000_000)
    assert verdict(content, "png", limits=short_of_memory) is Reason.TOO_HEAVY
    short_of_time = Limits(wall_seconds=0.05, cpu_seconds=30, memory_bytes=768_000_000, file_bytes=60_000_000)
    assert verdict(content, "png", limits=short_of_time) is Reason.TOO_HEAVY
    short_of_room = Limits(wall_seconds=60, cpu_seconds=30, memory_bytes=768_000_000, file_bytes=10_000)
    assert verdict(picture("JPEG", noise=True, size=(900, 900)), "jpg", limits=short_of_room) is Reason.SWELLS


def test_the_largest_picture_allowed_is_kept():
    assert isinstance(verdict(picture("JPEG", (10_000, 5_000), gps=True), "jpg"), bytes)


def test_a_sheet_of_a_million_cells_is_kept():
    row = "".join(f'<c r="A{at}" s="1"><v>{at * 7919 % 9973}</v></c>' for at in range(10_000))
    content = office("xlsx", {"xl/worksheets/sheet1.xml": f"<a>{row * 100}</a>"})
    assert isinstance(verdict(content, "xlsx"), bytes)
