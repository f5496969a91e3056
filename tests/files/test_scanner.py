"""The virus scanner: Debian's clamd by its own protocol, and what becomes of a file when it gives no verdict."""

import io

import pytest

from lscp_portal.files.clamd import ScannerAway, scan, signatures
from lscp_portal.files.types import FileRefused, Reason
from tests.files import making
from tests.files.making import EICAR, office
from tests.files.scanner import SHIPPED, SaidScanner, clamd, nobody


@pytest.fixture(scope="module")
def real():
    with clamd() as address:
        yield address


@pytest.fixture
def said():
    server = SaidScanner()
    yield server
    server.stop()


def refusal(content, address):
    with pytest.raises(FileRefused) as refused:
        scan(io.BytesIO(content), address=address)
    return refused.value.reason


@pytest.mark.parametrize(
    "content", [EICAR, office(parts={"word/media/a.bin": EICAR})], ids=["bare", "inside a document"]
)
def test_eicar_is_found(real, content):
    assert refusal(content, real) is Reason.VIRUS


def test_an_encrypted_file_is_not_taken_for_clean(real):
    assert refusal(making.encrypted_pdf("secret"), real) is Reason.NOT_SCANNED


def test_a_stream_longer_than_the_scanner_takes_is_refused(real):
    assert refusal(b"\0" * 27_000_000, real) is Reason.NOT_SCANNED


@pytest.mark.parametrize("content", [making.pdf(), office(), making.picture(), b"x" * 200_000])
def test_an_honest_file_passes(real, content):
    scan(io.BytesIO(content), address=real)


def test_the_scanner_says_which_signatures_it_has(real, said):
    assert signatures(real).startswith("ClamAV ")
    assert signatures(said.address) == "ClamAV 1.4.3/27800/Mon Nov 2"


def test_all_bytes_are_sent(said):
    content = bytes(range(256)) * 1_000
    scan(io.BytesIO(content), address=said.address)
    assert said.streams == [content]


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (b"stream: Heuristics.Limits.Exceeded.MaxFiles FOUND", Reason.NOT_SCANNED),
        (b"INSTREAM size limit exceeded. ERROR", Reason.NOT_SCANNED),
        (b"stream: Heuristics.OLE2.ContainsMacros FOUND", Reason.VIRUS),
        (b"stream: anything that is not OK", Reason.VIRUS),
    ],
)
def test_only_ok_is_clean(said, verdict, reason):
    said.verdict = verdict
    assert refusal(b"x", said.address) is reason


def test_without_a_verdict_a_file_is_neither_clean_nor_refused(said):
    said.verdict = b""
    for address in (said.address, nobody(), "unix:///nowhere/at/all"):
        with pytest.raises(ScannerAway):
            scan(io.BytesIO(b"x"), address=address)


def test_the_shipped_settings_are_those_of_the_paper():
    said = dict(line.split(maxsplit=1) for line in SHIPPED.read_text().splitlines() if line and line[0] != "#")
    wanted = {
        "StreamMaxLength": "25M", "MaxScanSize": "250M", "MaxFiles": "2000", "MaxRecursion": "8",
        "AlertExceedsMax": "yes", "AlertEncrypted": "yes", "AlertOLE2Macros": "yes", "TCPSocket": "3310",
    }  # fmt: skip
    assert said.items() >= wanted.items()
