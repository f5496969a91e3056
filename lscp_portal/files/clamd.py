"""ClamAV by clamd's own protocol (man 8 clamd, COMMANDS): VERSION and INSTREAM, over TCP or a local socket."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit

from lscp_portal.files.types import FileRefused, Reason

PIECE = 65_536
LONGEST_ANSWER = 4_096
PATIENCE_SECONDS = 60.0


class ScannerAway(Exception):
    """Nobody answers, or not to the end. The file waits; it is never taken for clean."""


def signatures(address: str, *, patience: float = PATIENCE_SECONDS) -> str:
    """Which scanner with which signatures: “ClamAV 1.4.3/27810/Mon Nov  2 09:00:00 2026”. Raises ScannerAway.

    patience: seconds to wait for an answer.
    """
    with _connected(address, patience) as scanner:
        scanner.sendall(b"zVERSION\0")
        return _answer(scanner)


def scan(source: IO[bytes], *, address: str) -> None:
    """Have clamd look through the bytes of `source`. Returns when it found nothing.

    address: tcp://host:3310 or unix:///path. Raises FileRefused when it found something or reached one of its limits,
    ScannerAway when it gave no verdict.
    """
    with _connected(address) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        try:
            while piece := source.read(PIECE):
                scanner.sendall(struct.pack("!L", len(piece)) + piece)
            scanner.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # clamd stops listening once a stream is longer than its StreamMaxLength, and says so
        verdict = _answer(scanner)
    if verdict == "stream: OK":
        return
    is_limit = verdict.endswith("ERROR") or "Heuristics.Limits" in verdict or "Heuristics.Encrypted" in verdict
    raise FileRefused(Reason.NOT_SCANNED if is_limit else Reason.VIRUS)


@contextmanager
def _connected(address: str, patience: float = PATIENCE_SECONDS) -> Iterator[socket.socket]:
    where = urlsplit(address)
    try:
        with socket.socket(socket.AF_UNIX if where.scheme == "unix" else socket.AF_INET) as scanner:
            scanner.settimeout(patience)
            scanner.connect(where.path if where.scheme == "unix" else (where.hostname or "", where.port or 3310))
            yield scanner
    except OSError as problem:
        raise ScannerAway(str(problem)) from problem


def _answer(scanner: socket.socket) -> str:
    """One answer, ended by a zero byte."""
    found = b""
    while not found.endswith(b"\0") and len(found) < LONGEST_ANSWER:
        piece = scanner.recv(LONGEST_ANSWER)
        if not piece:
            raise ScannerAway("The scanner hung up without a verdict.")
        found += piece
    return found.rstrip(b"\0").decode("utf-8", "replace").strip()
