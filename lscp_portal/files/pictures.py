"""Pictures are decoded and encoded anew: what was beside the pixels, such as where a photo was taken, is gone."""

import errno
import warnings
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from lscp_portal.files.types import FileRefused, Kind, Reason

MOST_PIXELS = 50_000_000  # security.md 4.1
STARTS = {Kind.JPG: b"\xff\xd8\xff", Kind.PNG: b"\x89PNG\r\n\x1a\n"}
FORMATS = {Kind.JPG: "JPEG", Kind.PNG: "PNG"}
CONVERTED: dict[Kind, dict[str, Any]] = {Kind.JPG: {"quality": 88}, Kind.PNG: {"compress_level": 4}}
AS_IT_WAS: dict[Kind, dict[str, Any]] = {
    Kind.JPG: {"quality": "keep"},
    Kind.PNG: {"compress_level": 4},
}
IN_JPEG = ("L", "RGB")


def clean_picture(source: BinaryIO, target: BinaryIO, kind: Kind) -> None:
    """Write the picture's pixels alone, upright, into `target`. Raises FileRefused."""
    if not source.read(8).startswith(STARTS[kind]):
        raise FileRefused(Reason.NOT_WHAT_IT_SAYS)
    source.seek(0)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=[FORMATS[kind]]) as picture:  # reads the header; no pixel yet
            encode(picture, target, kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise FileRefused(Reason.TOO_MANY_PIXELS) from None


def kind_by_start(content: bytes) -> Kind | None:
    """Which picture these bytes begin as; None for anything else."""
    return next((kind for kind, start in STARTS.items() if content.startswith(start)), None)


def encode(picture: Image.Image, target: BinaryIO, kind: Kind) -> None:
    """Decode, turn upright, forget everything but the pixels, encode. Raises FileRefused when it is damaged."""
    try:
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        see_through = {name: value for name, value in picture.info.items() if name == "transparency"}
        options = AS_IT_WAS if picture.format == FORMATS[kind] else CONVERTED  # of two pictures in one, the first
        if kind is Kind.JPG and picture.mode not in IN_JPEG:
            picture, options = picture.convert("RGB"), CONVERTED
        picture.info.clear()
        picture.info.update(see_through if kind is Kind.PNG else {})
        picture.save(target, FORMATS[kind], exif=b"", icc_profile=None, **options[kind])
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError) as problem:
        if getattr(problem, "errno", None) == errno.EFBIG:
            raise FileRefused(Reason.SWELLS) from None
        raise FileRefused(Reason.DAMAGED) from None
