"""A valid file with bytes flipped, put in or cut away is made anew and opens, or is refused with a reason."""

import io
import zipfile

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from lscp_portal.files.child import attempt
from lscp_portal.files.types import OFFICE, Kind, Reason
from tests.files.hostile.fetching import field
from tests.files.hostile.telling import TAKEN, pdf_with_photo
from tests.files.making import office, pdf, picture
from tests.files.test_honest_files import verdict

PARTS = {"word/media/image1.jpeg": picture("JPEG", gps=True), "word/a.xml": "<a>words</a>" * 1}
VALID = {
    Kind.PDF: [pdf(pages=3), pdf_with_photo(TAKEN)],
    Kind.DOCX: [office(parts=PARTS, body=field("PAGE"))],
    Kind.XLSX: [office("xlsx", {"xl/worksheets/sheet1.xml": "<a>" + "<c><v>1</v></c>" * 50 + "</a>"})],
    Kind.PPTX: [office("pptx")],
    Kind.JPG: [TAKEN, picture("JPEG", (64, 48), noise=True, progressive=True)],
    Kind.PNG: [picture("PNG", (64, 48), noise=True), picture("PNG", gps=True)],
}


@st.composite
def spoilt(draw: st.DrawFn, kind: Kind) -> bytes:
    """A valid file, changed in one to four places."""
    content = bytearray(draw(st.sampled_from(VALID[kind])))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        how = draw(st.sampled_from(["flip", "put in", "cut out", "cut off", "repeat"]))
        if how == "flip" and content:
            content[at] ^= draw(st.integers(1, 255))
        elif how == "put in":
            content[at:at] = draw(st.binary(min_size=1, max_size=40))
        elif how == "cut out":
            del content[at : at + draw(st.integers(1, 200))]
        elif how == "cut off":
            del content[at:]
        else:
            content[at:at] = content[at : at + draw(st.integers(1, 300))]
    return bytes(content)


def opens(kind: Kind, content: bytes) -> None:
    """Raises when it does not."""
    if kind is Kind.PDF:
        with pikepdf.open(io.BytesIO(content)) as made:
            assert len(made.pages)
    elif kind in OFFICE:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert packed.testzip() is None
    else:
        with Image.open(io.BytesIO(content)) as shown:
            shown.load()
            assert not shown.getexif()


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name)
def test_a_spoilt_file_is_made_anew_and_opens_or_is_refused_with_a_reason(kind):
    @settings(max_examples=150, deadline=5_000, suppress_health_check=[HealthCheck.data_too_large])
    @given(content=spoilt(kind))
    def check(content):
        target = io.BytesIO()
        reason = attempt(kind, io.BytesIO(content), target)
        if reason is None:
            opens(kind, target.getvalue())
            assert attempt(kind, io.BytesIO(target.getvalue()), io.BytesIO()) is None
        else:
            assert isinstance(reason, Reason)

    check()


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name)
def test_the_limited_child_gives_a_verdict_too_and_never_breaks(kind):
    @settings(max_examples=6, deadline=30_000)
    @given(content=spoilt(kind))
    def check(content):
        found = verdict(content, kind.ending)
        assert isinstance(found, Reason) or found

    check()
