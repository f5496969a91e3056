"""The bytes of a GIAS extract as clean lines of text, or a sentence that says what the file is instead."""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from schools.register.establishment import ExtractProblem, ExtractRefused

HEAD = 65_536
LONGEST_LINE = 1_000_000
ENCODING = "cp1252"  # Windows-1252, as GIAS ships it
UNREADABLE = "\ufffd"  # stands for a byte that Windows-1252 does not have

_AGAIN = "Download the extract from GIAS again and send the .csv as it comes, without saving it from another program."
_BYTE_ORDER_MARKS = (  # UTF-32 before UTF-16: one begins like the other
    (codecs.BOM_UTF8, "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an Excel workbook (.xls) or another Office document"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
    (b"<", "a web page or XML (HTML), perhaps an error page saved under the extract's name"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)


def refuse_other_formats(head: bytes) -> None:
    """Raise ExtractRefused where the first bytes of a file show that it is no Windows-1252 text."""
    if not head.strip():
        raise _not_an_extract("an empty file")
    if head.startswith(b"PK\x03\x04"):
        is_workbook = b"[Content_Types].xml" in head or b"xl/" in head
        raise _not_an_extract("an Excel workbook (.xlsx)" if is_workbook else "a zip file: unpack it first")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for signature, what in _SIGNATURES:
        if start.startswith(signature):
            raise _not_an_extract(what)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            raise ExtractRefused([other_encoding(encoding, row=1)])
    if head.count(b"\0") > len(head) // 4:
        raise ExtractRefused([other_encoding("UTF-16 without a byte order mark", row=1)])


def other_encoding(encoding: str, *, row: int) -> ExtractProblem:
    """The problem of a file whose text is in `encoding`, first seen in `row`."""
    return ExtractProblem(row, None, f"The file is in {encoding}. GIAS ships Windows-1252 text. {_AGAIN}")


def _not_an_extract(what: str) -> ExtractRefused:
    return ExtractRefused([ExtractProblem(None, None, f"This is not a GIAS extract but {what}. {_AGAIN}")])


class Lines:
    """Iterates over the text lines of an extract, each ended by one line feed, blank lines kept.

    Lines end as they do in GIAS files: CR LF, LF, several CR before LF, or CR alone. A CR in the middle of a line
    ends a row if both sides are whole rows, and is otherwise a stray one inside a value, read as a space.
    row: set by the reader before it asks for a row, so that what is found can be placed.
    doubtful: set where a byte is not Windows-1252 or is NUL; the reader clears it before it asks for a row.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._width: int | None = None
        self._utf8_lines = 0
        self._single_byte_lines = 0
        self._first_utf8_row = 0
        self.row = 0
        self.doubtful = False

    def __iter__(self) -> Iterator[str]:
        head = self._file.read(HEAD)
        refuse_other_formats(head)
        self._file.seek(0)
        ends_in_cr = b"\n" not in head and b"\r" in head
        for raw in self._split_at_cr() if ends_in_cr else self._split_at_lf():
            text = self._decode(raw.rstrip(b"\r\n"))
            if "\r" in text:
                yield from self._around_stray_cr(text)
            else:
                yield text + "\n"

    @property
    def sha256(self) -> str:
        """Of the bytes read so far, in hexadecimal."""
        return self._digest.hexdigest()

    @property
    def is_utf8(self) -> ExtractProblem | None:
        """The problem of a file in UTF-8. One or two such lines among Windows-1252 ones are a slip inside GIAS."""
        if self._utf8_lines <= self._single_byte_lines:
            return None
        return other_encoding("UTF-8", row=self._first_utf8_row)

    def _split_at_lf(self) -> Iterator[bytes]:
        while raw := self._file.readline(LONGEST_LINE):
            self._digest.update(raw)
            if len(raw) == LONGEST_LINE:
                raise _not_an_extract("a file with a line of more than a million characters")
            yield raw

    def _split_at_cr(self) -> Iterator[bytes]:
        rest = b""
        while block := self._file.read(HEAD):
            self._digest.update(block)
            *whole, rest = (rest + block).split(b"\r")
            yield from whole
            if len(rest) > LONGEST_LINE:
                raise _not_an_extract("a file with a line of more than a million characters")
        yield rest

    def _decode(self, raw: bytes) -> str:
        if raw.isascii():
            text = raw.decode("ascii")
        else:
            self._weigh(raw)
            text = raw.decode(ENCODING, errors="replace")
            self.doubtful = self.doubtful or UNREADABLE in text
        if "\0" in text:
            self.doubtful = True
            text = text.replace("\0", UNREADABLE)
        return text

    def _weigh(self, raw: bytes) -> None:
        """Count a line with letters outside ASCII for UTF-8, which Windows-1252 text hardly ever is by chance."""
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            self._single_byte_lines += 1
        else:
            self._utf8_lines += 1
            self._first_utf8_row = self._first_utf8_row or self.row

    def _around_stray_cr(self, text: str) -> Iterator[str]:
        pieces = [piece for piece in text.split("\r") if piece.strip()]
        widths = {len(next(csv.reader([piece]))) for piece in pieces}
        if len(widths) == 1 and widths == {self._width or widths.copy().pop()} and widths != {1}:
            yield from (piece + "\n" for piece in pieces)
        else:
            yield text.replace("\r", " ") + "\n"

    def expect(self, width: int) -> None:
        """Say how many values a whole row has, once the headings are read."""
        self._width = width
