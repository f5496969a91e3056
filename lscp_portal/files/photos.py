"""Photos inside PDFs lose what their camera wrote beside the pixels; the pixels stay as they are, bit by bit."""

import re
from collections.abc import Iterator

import pikepdf

from lscp_portal.files.types import FileRefused, Reason

JPEG, JPEG_2000 = ("/DCTDecode", "/DCT"), ("/JPXDecode",)
START, SCAN, END, COMMENT = 0xD8, 0xDA, 0xD9, 0xFE
CAMERA = frozenset(
    {*range(0xE1, 0xEE), 0xEF, COMMENT}
)  # APP1 (EXIF, XMP) to APP15, but APP0 and APP14 say how to decode
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without content
NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # inside a scan: neither a stuffed byte nor a restart
BOX_START = b"\0\0\0\x0cjP  "
PIXEL_BOXES = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")
LENGTH_FIELD, LONG_LENGTH_FIELD = 8, 16


def forget_cameras(stream: pikepdf.Object) -> None:
    """Take out of one stream of a PDF what is beside its pixels, where it is a photo. Raises FileRefused."""
    filters = _filters(stream)
    if not filters or filters[-1] not in (*JPEG, *JPEG_2000):
        return
    content = _unwrapped(stream, filters)
    pixels = b"".join(jpeg_pixels(content) if filters[-1] in JPEG else jpeg_2000_pixels(content))
    if pixels == content and len(filters) == 1:
        return
    stream.write(pixels, filter=pikepdf.Name(filters[-1]), decode_parms=_last_parameters(stream, len(filters)))


def jpeg_pixels(content: bytes) -> Iterator[bytes]:
    """The pieces of a JPEG that say what its pixels are (ITU-T T.81, B.1). Raises FileRefused when it is none."""
    at = content.find(b"\xff\xd8")
    if at < 0:
        raise FileRefused(Reason.DAMAGED)
    yield b"\xff\xd8"
    at += 2
    while at < len(content):
        if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise FileRefused(Reason.DAMAGED)
        while content[at : at + 2] == b"\xff\xff":  # a marker may be preceded by any number of these
            at += 1
        marker = content[at + 1] if at + 1 < len(content) else END
        if marker == END:
            yield b"\xff\xd9"
            return  # what hangs behind is dropped: cameras keep a second picture there
        length = 0 if marker in ALONE else int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + length
        if marker not in CAMERA:
            yield content[at:end]
        if marker == SCAN:
            found = NEXT_MARKER.search(content, end)
            yield content[end : found.start() if found else len(content)]
            end = found.start() if found else len(content)
        at = end


def jpeg_2000_pixels(content: bytes) -> Iterator[bytes]:
    """The boxes of a JPEG 2000 file that say what its pixels are (ITU-T T.800, annex I). Raises FileRefused."""
    if not content.startswith(BOX_START):
        yield content  # pixels alone, without boxes
        return
    at = 0
    while at < len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(content[at + LENGTH_FIELD : at + LONG_LENGTH_FIELD], "big")
        end = at + length if length else len(content)  # 0: to the end
        if end < at + LENGTH_FIELD:
            raise FileRefused(Reason.DAMAGED)
        if kind in PIXEL_BOXES:
            yield content[at:end]
        at = end


def _filters(stream: pikepdf.Object) -> list[str]:
    """How its bytes are packed, the outermost first."""
    found = stream.get("/Filter")
    return [str(one) for one in found] if isinstance(found, pikepdf.Array) else [str(found)] if found else []


def _unwrapped(stream: pikepdf.Object, filters: list[str]) -> bytes:
    """The photo's own bytes; rarely something is packed around them."""
    content = stream.read_raw_bytes()
    if len(filters) == 1:
        return content
    owner = pikepdf.new()  # a stream is gone with its file
    around = pikepdf.Stream(owner, content, Filter=pikepdf.Array([pikepdf.Name(one) for one in filters[:-1]]))
    try:
        return around.read_bytes()
    except pikepdf.PdfError:
        raise FileRefused(Reason.DAMAGED) from None


def _last_parameters(stream: pikepdf.Object, number: int) -> pikepdf.Dictionary | None:
    found = stream.get("/DecodeParms")
    if isinstance(found, pikepdf.Array):
        found = found[number - 1] if len(found) == number else None
    return found if isinstance(found, pikepdf.Dictionary) else None
