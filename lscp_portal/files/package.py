"""The zip around an Office document: judged by its table of contents before anything is unpacked."""

import stat
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from lscp_portal.files.types import MEGABYTE, FileRefused, Reason

CONTENTS = "[content_types].xml"  # the name of the table of contents, in small letters
ZIP_START, OLE_START = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 2_000
LARGEST_UNPACKED = 200 * MEGABYTE
HIGHEST_RATIO = 100
TOO_SMALL_TO_SWELL = MEGABYTE
WAYS_OF_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED_FLAG = 1
PIECE = 65_536


def open_package(source: BinaryIO) -> zipfile.ZipFile:
    """The package, its table of contents in order. Raises FileRefused."""
    start = source.read(8)
    if start == OLE_START:  # what Office makes of a document with a password, and what it wrote before 2007
        raise FileRefused(Reason.OLD_OR_ENCRYPTED)
    if not start.startswith(ZIP_START):  # at byte 0, or it is two things at once
        raise FileRefused(Reason.NOT_WHAT_IT_SAYS)
    source.seek(0)
    try:
        package = zipfile.ZipFile(source)
    except zipfile.BadZipFile:
        raise FileRefused(Reason.DAMAGED) from None
    refuse_contents(package.infolist())
    return package


def refuse_contents(parts: list[zipfile.ZipInfo]) -> None:
    """Raises FileRefused for a table of contents that promises too much or names places outside."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileRefused(Reason.SWELLS)
    if len({part.filename.lower() for part in parts}) < len(parts):  # which of the two is read differs by program
        raise FileRefused(Reason.UNSAFE_PARTS)
    for part in parts:
        if part.flag_bits & ENCRYPTED_FLAG:
            raise FileRefused(Reason.ENCRYPTED)
        if part.compress_type not in WAYS_OF_PACKING or not is_inside(part):
            raise FileRefused(Reason.UNSAFE_PARTS)
        if part.file_size > TOO_SMALL_TO_SWELL and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
            raise FileRefused(Reason.SWELLS)


def is_inside(part: zipfile.ZipInfo) -> bool:
    """Whether a part stays inside the folder it would be unpacked into, and is a plain file."""
    name = part.orig_filename
    steps = name.rstrip("/").split("/")
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    return not (is_link or set(name) & set("\\\0:") or {"", ".", ".."} & set(steps))


def unpacked(package: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Each part with its bytes, its table of contents first, counted while they come: what it says may be a lie.

    Raises FileRefused.
    """
    left = LARGEST_UNPACKED
    for part in sorted(package.infolist(), key=lambda part: part.filename.lower() != CONTENTS):
        if part.is_dir():
            continue
        content = bytearray()
        try:
            with package.open(part) as stream:
                while piece := stream.read(PIECE):
                    content += piece
                    left -= len(piece)
                    if left < 0 or len(content) > part.file_size:
                        raise FileRefused(Reason.SWELLS)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError):
            raise FileRefused(Reason.DAMAGED) from None
        yield part, bytes(content)
