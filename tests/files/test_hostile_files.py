"""Hostile files get the right verdict, honest ones are kept without what is beside their content."""

import io
import tempfile
import zipfile

import pytest
from PIL import Image

from lscp_portal.documents.types import Limits
from lscp_portal.files.checking import clean_copy
from lscp_portal.files.names import kind_of, shown_name
from lscp_portal.files.types import LONGEST_NAME, FileRefused, Kind, Reason
from tests.files import making
from tests.files.hostile import REFUSED, acting, field
from tests.files.making import RELATIONS, office, pdf, picture, relations


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


@pytest.mark.parametrize(("ending", "content", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused_for_its_own_reason(ending, content, reason):
    assert verdict(content() if callable(content) else content, ending) is reason


KEPT = {
    "pdf": pdf(pages=2),
    "docx": office(body=field("PAGE \\* MERGEFORMAT")),
    "xlsx": office("xlsx", {"xl/printerSettings/printerSettings1.bin": b"\0\1printer"}),
    "pptx": office("pptx"),
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
}


@pytest.mark.parametrize(("ending", "content"), KEPT.items(), ids=KEPT)
def test_an_honest_file_is_kept_without_its_author(ending, content):
    found = verdict(content, ending)
    assert isinstance(found, bytes), found
    assert found
    assert b"Bloggs" not in found


def test_links_that_a_person_follows_stay():
    parts = {
        "word/_rels/document.xml.rels": relations(
            (f"{RELATIONS}/hyperlink", "https://example.org/policy", "External"),
            (f"{RELATIONS}/hyperlink", "mailto:office@school.example", "External"),
        )
    }
    assert isinstance(verdict(office(parts=parts), "docx"), bytes)
    assert isinstance(verdict(acting("URI", URI="https://example.org/"), "pdf"), bytes)


@pytest.mark.parametrize(
    "tail", [office(), b"<script>alert(1)</script>", b"MZ" + b"\0" * 99], ids=["zip", "html", "program"]
)
@pytest.mark.parametrize("ending", ["pdf", "jpg", "png"])
def test_what_hangs_behind_a_file_is_gone(ending, tail):
    found = verdict(KEPT[ending] + tail, ending)
    assert isinstance(found, bytes), found
    assert tail[:20] not in found
    assert not zipfile.is_zipfile(io.BytesIO(found))


def test_a_photo_says_no_longer_where_it_was_taken_and_stands_upright():
    taken = picture("JPEG", (40, 30), gps=True, comment=b"Bloggs at home", icc_profile=b"Bloggs")
    with Image.open(io.BytesIO(taken)) as before:
        assert before.getexif().get_ifd(0x8825)[making.LATITUDE] == (53.0, 8.0, 3.0)
    found = verdict(taken, "jpg")
    with Image.open(io.BytesIO(found)) as after:
        assert (dict(after.getexif()), after.size, set(after.info) & {"exif", "comment", "icc_profile"}) == (
            {},
            (30, 40),
            set(),
        )
    assert b"Bloggs" not in found


def test_a_photo_inside_a_document_says_no_longer_where_it_was_taken():
    found = verdict(office(parts={"word/media/image1.jpeg": picture("JPEG", gps=True)}), "docx")
    with zipfile.ZipFile(io.BytesIO(found)) as packed, Image.open(packed.open("word/media/image1.jpeg")) as after:
        assert dict(after.getexif()) == {}


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


def test_the_largest_picture_allowed_is_kept():
    content = picture("JPEG", (10_000, 5_000))
    assert isinstance(verdict(content, "jpg"), bytes)


NAMED = {
    "C:\\fakepath\\Policy.pdf": ("Policy.pdf", Kind.PDF),
    "../../etc/Policy.pdf": ("Policy.pdf", Kind.PDF),
    "Poli\u0301tica.PDF": ("Pol\u00edtica.PDF", Kind.PDF),
    "photo.jpeg": ("photo.jpeg", Kind.JPG),
    "po\0licy.pdf": ("policy.pdf", Kind.PDF),
    "a\nb\t c.docx": ("ab c.docx", Kind.DOCX),
    "x" * 300 + ".pdf": ("x" * (LONGEST_NAME - 4) + ".pdf", Kind.PDF),
    "exe.\u202efdp": ("exe.fdp", None),  # shown, a reader would see exe.pdf
    "policy.pdf\0.exe": ("policy.pdf.exe", None),
    "policy.pdf.": ("policy.pdf", Kind.PDF),
    "policy.svg": ("policy.svg", None),
    "policy.html": ("policy.html", None),
    "policy.docm": ("policy.docm", None),
    "policy.doc": ("policy.doc", None),
    "policy.zip": ("policy.zip", None),
    "policy.heic": ("policy.heic", None),
    "policy": ("policy", None),
    ".pdf": ("pdf", None),
    "": ("", None),
}


@pytest.mark.parametrize(("name", "expected"), NAMED.items())
def test_names_are_shown_without_tricks_and_their_ending_decides(name, expected):
    shown = shown_name(name)
    assert shown == expected[0]
    if expected[1]:
        assert kind_of(shown) is expected[1]
    else:
        with pytest.raises(FileRefused, match=r"PDF, Word \(docx\)"):
            kind_of(shown)
