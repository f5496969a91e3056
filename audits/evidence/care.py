"""Regular care of uploaded files: none may rest unchecked, kept ones are scanned again, removed ones are erased."""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from audits.evidence.checking import forget_bytes, scan_stored
from audits.evidence.models import EvidenceFile
from audits.evidence.queries import RESTING
from audits.evidence.transitions import UNSETTLED
from audits.evidence.withdrawing import withdraw
from audits.lifecycle.transitions import EDITABLE
from lscp_portal.files import storing
from lscp_portal.files.clamd import signatures
from lscp_portal.files.storing import KEPT, WAITING
from lscp_portal.files.types import FileRefused
from lscp_portal.outbox.posting import post_many

OpenScope = Callable[[], AbstractContextManager[None]]
State = EvidenceFile.State
SCANNED_AGAIN_FOR = timedelta(days=90)  # security.md 4.1
PUT_BACK_WITHIN = timedelta(days=30)
LONELY_FOR = timedelta(days=1)  # longer than any upload, and than a restart of a worker in the middle of one
MOST_AT_ONCE = 500


def ask_again() -> int:
    """Have every file checked that has been unsettled for a quarter of an hour; how many. Two statements."""
    now = timezone.now()
    found = EvidenceFile.objects.filter(settled_at=None, received_at__lt=now - RESTING)
    keys = list(found.values_list("pk", flat=True)[:MOST_AT_ONCE])
    _post("audits.check_evidence", keys, f"{now:%Y%m%d%H%M}")
    return len(keys)


def ask_for_new_scans(version: str) -> int:
    """Have the files of the last 90 days scanned that other signatures were used on. Two statements."""
    young = Q(settled_at__gt=timezone.now() - SCANNED_AGAIN_FOR)
    found = EvidenceFile.objects.filter(young, state=State.CLEAN, erased_at=None).exclude(scanned_with=version)
    keys = list(found.values_list("pk", flat=True))
    _post("audits.scan_evidence_again", keys, hashlib.sha256(version.encode()).hexdigest()[:16])
    return len(keys)


def scan_again(open_scope: OpenScope, *, file_id: int) -> None:
    """Scan one kept file with the signatures of today. Raises clamd.ScannerAway."""
    with open_scope():
        file = EvidenceFile.objects.filter(pk=file_id, state=State.CLEAN, erased_at=None).first()
    if file is None or not settings.SCANNER_ADDRESS:
        return
    version = signatures(settings.SCANNER_ADDRESS)
    try:
        scan_stored(file.key, folder=KEPT)
    except FileRefused as refused:
        with open_scope():
            withdraw(file_id=file_id, reason=refused.reason, scanned_with=version)
        forget_bytes(file.key)
        return
    with open_scope():
        EvidenceFile.objects.filter(pk=file_id, state=State.CLEAN).update(scanned_with=version)


def erasable() -> QuerySet[EvidenceFile]:
    """Files that nobody can put back any more, their bytes still there."""
    too_late = ~Q(item__audit__state__in=[str(state) for state in EDITABLE])
    long_ago = timezone.now() - PUT_BACK_WITHIN
    gone = Q(removed_at__isnull=False) | Q(item__removed_at__isnull=False)
    when = Q(removed_at__lt=long_ago) | Q(item__removed_at__lt=long_ago)
    return EvidenceFile.objects.filter(gone, too_late | when, erased_at=None).exclude(settled_at=None)


def erase(open_scope: OpenScope) -> int:
    """Throw away the bytes of files that were taken out for good; how many.

    First the row says so, locked, so that nobody puts back what is about to go; bytes left by a crash are swept.
    """
    with open_scope():
        found = list(erasable().select_for_update(of=("self",), no_key=True).values_list("pk", "key")[:MOST_AT_ONCE])
        EvidenceFile.objects.filter(pk__in=[file_id for file_id, _key in found]).update(erased_at=timezone.now())
    for _file_id, key in found:
        forget_bytes(key)
    return len(found)


def sweep(scopes: Iterable[OpenScope]) -> int:
    """Throw away bytes that no row of any partnership needs, such as those of an upload that was rolled back.

    scopes: of all partnerships; a failure to read one of them throws nothing away. Returns how many. Raises StoreAway.
    """
    lonely = {folder: set(storing.stored_keys(folder)) for folder in (WAITING, KEPT)}
    for open_scope in scopes:
        with open_scope():
            for folder in lonely:
                lonely[folder] -= needed(folder)
    long_ago = timezone.now() - LONELY_FOR
    found = [(folder, key) for folder, keys in lonely.items() for key in sorted(keys)]
    old = [(folder, key) for folder, key in found if _is_older(long_ago, folder=folder, key=key)]
    for folder, key in old:
        storing.forget(folder=folder, key=key)
    return len(old)


def needed(folder: str) -> set[str]:
    """Keys of the bytes that rows of the open scope's partnership refer to. One query."""
    if folder == WAITING:
        rows = EvidenceFile.objects.filter(state__in=[str(state) for state in UNSETTLED])
    else:
        made = (State.CHECKING, State.SCANNING, State.CLEAN)  # checking: made a moment ago, the row not yet told
        rows = EvidenceFile.objects.filter(state__in=made, erased_at=None)
    return set(rows.values_list("key", flat=True))


def _is_older(moment: datetime, *, folder: str, key: str) -> bool:
    try:
        return storing.stored_at(folder=folder, key=key) < moment
    except FileNotFoundError:  # gone since the list was made
        return False


def _post(task: str, file_ids: list[int], when: str) -> None:
    if file_ids:
        post_many(task, [(f"{task}:{file_id}:{when}", {"file_id": file_id}) for file_id in file_ids])
