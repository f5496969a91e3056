"""Hostile files get the right verdict on the way that all files go: name, size, child process, scanner."""

import io
import tempfile
import zipfile

import pytest

from lscp_portal.files.checking import THE_USUAL, clean_copy
from lscp_portal.files.clamd import scan
from lscp_portal.files.names import kind_of, shown_name
from lscp_portal.files.types import FileRefused, Reason
from tests.files.hostile import CLASSES
from tests.files.hostile.case import Case
from tests.files.scanner import clamd

ALL = {f"{kind}: {what}": case for kind, found in CLASSES.items() for what, case in found.items()}
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def scanner():
    with clamd() as address:
        yield address


def verdict(case: Case, scanner: str) -> bytes | Reason:
    """What becomes of it: its clean copy, or why there is none."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(case.made())
        source.seek(0)
        try:
            clean_copy(source, kind=kind_of(shown_name(case.name)), target=target)
            source.seek(0)
            scan(source, address=scanner)
        except FileRefused as refused:
            return refused.reason
        target.seek(0)
        return target.read()


def test_there_are_150_of_fifteen_classes():
    assert len(CLASSES) == 15
    assert sum(len(found) for found in CLASSES.values()) >= 150
    assert all(len(CLASSES[kind]) >= 6 for kind in CLASSES)


def test_a_check_has_ten_seconds_and_512_megabytes():
    assert (THE_USUAL.cpu_seconds, THE_USUAL.memory_bytes) == (10, 512 * MEGABYTE)


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_a_hostile_file_gets_the_right_verdict(case, scanner):
    found = verdict(case, scanner)
    if isinstance(case.verdict, Reason):
        assert found is case.verdict
        return
    assert isinstance(found, bytes), found
    assert found
    assert not [words for words in case.verdict.without if words in everything_in(found)]
    assert not case.verdict.shown or shown_name(case.name) == case.verdict.shown


def everything_in(content: bytes) -> bytes:
    """The bytes of a file and, of a package, those of its parts."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return content.replace(b"PK\x03\x04", b"") + b"".join(packed.read(name) for name in packed.namelist())
