"""The way of an uploaded file from received to clean or rejected. Only the worker goes it.

Bytes are moved and looked at while no transaction is open; each step reads the state again, so that a second run of
the same message comes to the same end.
"""

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from audits.evidence.models import EvidenceFile
from audits.evidence.transitions import EVIDENCE_FILE, UNSETTLED
from lscp_portal.files import clamd, storing
from lscp_portal.files.checking import clean_copy
from lscp_portal.files.storing import KEPT, WAITING, Measured
from lscp_portal.files.types import FileRefused, Kind, Reason
from lscp_portal.trail.recording import record

OpenScope = Callable[[], AbstractContextManager[None]]
State = EvidenceFile.State


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be looked at."""

    key: str
    kind: Kind
    state: str


def check_file(open_scope: OpenScope, *, file_id: int) -> None:
    """Look through a file, make it anew, have it scanned. Raises clamd.ScannerAway, and then it goes on scanning."""
    with open_scope():
        task = begin(file_id=file_id)
    if task.state not in UNSETTLED:  # a worker died after the verdict: its bytes may still lie there
        forget_bytes(task.key) if task.state == State.REJECTED else storing.forget(folder=WAITING, key=task.key)
        return
    try:
        if task.state == State.CHECKING:
            made = make_anew(task)
            with open_scope():
                keep_made(file_id=file_id, made=made)
        scanned_with = scan_waiting(task)
    except FileRefused as refused:
        with open_scope():
            reject(file_id=file_id, reason=refused.reason)
        forget_bytes(task.key)
        return
    with open_scope():
        release(file_id=file_id, scanned_with=scanned_with)
    storing.forget(folder=WAITING, key=task.key)


def begin(*, file_id: int) -> Task:
    """Begin to check it, or go on where it is. Raises EvidenceFile.DoesNotExist."""
    file = locked_file(file_id)
    if file.state == State.RECEIVED:
        EVIDENCE_FILE.move("check", file, None)
        file.save(update_fields=["state"])
    return Task(file.key, Kind[file.kind], file.state)


def make_anew(task: Task) -> Measured:
    """Write the clean copy into the store. Raises FileRefused."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        storing.fetch(source, folder=WAITING, key=task.key)
        clean_copy(source, kind=task.kind, target=target)
        return storing.keep(target, folder=KEPT, key=task.key)


def keep_made(*, file_id: int, made: Measured) -> None:
    """Remember the copy; the file waits for the scanner now."""
    file = locked_file(file_id)
    if file.state != State.CHECKING:
        return
    EVIDENCE_FILE.move("scan", file, None)
    file.kept_size, file.kept_sha256 = made.size, made.sha256
    file.save(update_fields=["state", "kept_size", "kept_sha256"])


def scan_waiting(task: Task) -> str:
    """What the scanner calls itself once it has found nothing in the bytes that were sent; "" without a scanner.

    Raises FileRefused, clamd.ScannerAway.
    """
    if not settings.SCANNER_ADDRESS:
        return ""
    return scan_stored(task.key, folder=WAITING)


def scan_stored(key: str, *, folder: str) -> str:
    """The same for stored bytes."""
    version = clamd.signatures(settings.SCANNER_ADDRESS)
    with tempfile.TemporaryFile() as source:
        storing.fetch(source, folder=folder, key=key)
        clamd.scan(source, address=settings.SCANNER_ADDRESS)
    return version


def release(*, file_id: int, scanned_with: str) -> None:
    """It can be listed and opened from now on."""
    file = locked_file(file_id)
    if file.state != State.SCANNING:
        return
    EVIDENCE_FILE.move("release", file, None)
    file.settled_at, file.scanned_with = timezone.now(), scanned_with
    file.save(update_fields=["state", "settled_at", "scanned_with"])
    record(None, "evidence.file_clean", file, kept_sha256=file.kept_sha256)


def reject(*, file_id: int, reason: Reason) -> None:
    """It is not kept, and never shown again."""
    file = locked_file(file_id)
    if file.state == State.REJECTED:
        return
    EVIDENCE_FILE.move("reject", file, None)
    file.reason, file.settled_at = reason.name, timezone.now()
    file.save(update_fields=["state", "reason", "settled_at"])
    record(None, "evidence.file_rejected", file, reason=reason.name)


def forget_bytes(key: str) -> None:
    """All of them: what was sent and what was made of it."""
    for folder in (WAITING, KEPT):
        storing.forget(folder=folder, key=key)


def locked_file(file_id: int) -> EvidenceFile:
    """The file, locked until the transaction ends. Raises EvidenceFile.DoesNotExist."""
    found: EvidenceFile = EvidenceFile.objects.select_for_update(of=("self",), no_key=True).get(pk=file_id)
    return found
