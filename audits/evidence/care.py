"""Regular care of uploaded files: none may rest unchecked, kept ones are scanned again, removed ones are erased."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from audits.evidence.checking import forget_bytes, reject, scan_stored
from audits.evidence.models import EvidenceFile
from audits.lifecycle.transitions import EDITABLE
from lscp_portal.files.storing import KEPT
from lscp_portal.files.types import FileRefused
from lscp_portal.outbox.posting import post_many

OpenScope = Callable[[], AbstractContextManager[None]]
State = EvidenceFile.State
RESTING = timedelta(minutes=15)
SCANNED_AGAIN_FOR = timedelta(days=90)  # security.md 4.1
PUT_BACK_WITHIN = timedelta(days=30)
MOST_AT_ONCE = 500


def ask_again() -> int:
    """Have every file checked that has been unsettled for a quarter of an hour; how many. Two statements."""
    now = timezone.now()
    found = EvidenceFile.objects.filter(settled_at=None, received_at__lt=now - RESTING)
    keys = list(found.values_list("pk", flat=True)[:MOST_AT_ONCE])
    _post("audits.check_evidence", keys, f"{now:%Y%m%d%H%M}")
    return len(keys)


def ask_for_new_scans(signatures: str) -> int:
    """Have the files of the last 90 days scanned that other signatures were used on. Two statements."""
    young = Q(settled_at__gt=timezone.now() - SCANNED_AGAIN_FOR)
    found = EvidenceFile.objects.filter(young, state=State.CLEAN, erased_at=None).exclude(scanned_with=signatures)
    keys = list(found.values_list("pk", flat=True))
    _post("audits.scan_evidence_again", keys, hashlib.sha256(signatures.encode()).hexdigest()[:16])
    return len(keys)


def scan_again(open_scope: OpenScope, *, file_id: int) -> None:
    """Scan one kept file with the signatures of today. Raises clamd.ScannerAway."""
    with open_scope():
        file = EvidenceFile.objects.filter(pk=file_id, state=State.CLEAN, erased_at=None).first()
    if file is None or not settings.SCANNER_ADDRESS:
        return
    try:
        version = scan_stored(file.key, folder=KEPT)
    except FileRefused as refused:
        with open_scope():
            reject(file_id=file_id, reason=refused.reason)
        forget_bytes(file.key)
        return
    with open_scope():
        EvidenceFile.objects.filter(pk=file_id, state=State.CLEAN).update(scanned_with=version)


def erasable() -> list[tuple[int, str]]:
    """Id and key of files that nobody can put back any more. One query."""
    too_late = ~Q(item__audit__state__in=[str(state) for state in EDITABLE])
    long_ago = timezone.now() - PUT_BACK_WITHIN
    gone = Q(removed_at__isnull=False) | Q(item__removed_at__isnull=False)
    when = Q(removed_at__lt=long_ago) | Q(item__removed_at__lt=long_ago)
    found = EvidenceFile.objects.filter(gone, too_late | when, erased_at=None).exclude(settled_at=None)
    return list(found.values_list("pk", "key")[:MOST_AT_ONCE])


def erase(open_scope: OpenScope) -> int:
    """Throw away the bytes of files that were taken out for good; how many."""
    with open_scope():
        found = erasable()
    for _file_id, key in found:
        forget_bytes(key)
    with open_scope():
        EvidenceFile.objects.filter(pk__in=[file_id for file_id, _key in found]).update(erased_at=timezone.now())
    return len(found)


def _post(task: str, file_ids: list[int], when: str) -> None:
    if file_ids:
        post_many(task, [(f"{task}:{file_id}:{when}", {"file_id": file_id}) for file_id in file_ids])
