"""A school sends a file for a piece of evidence, takes it out and puts it back."""

from contextlib import suppress
from typing import IO

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.evidence.actions import lock_year, open_item, refuse_if
from audits.evidence.models import EvidenceFile, EvidenceItem
from audits.evidence.policies import may_give_evidence
from audits.evidence.queries import uploads_allowed, usage_of
from audits.evidence.rules import there_is_room, uploads_are_allowed
from lscp_portal.files import storing
from lscp_portal.files.names import kind_of
from lscp_portal.files.storing import Measured, StoreAway
from lscp_portal.files.types import LARGEST_FILE, FileRefused, Kind, Reason
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused


def receive_file(*, actor: Actor, item_id: int, upload: IO[bytes], name: str, size: int) -> EvidenceFile:
    """Take one file for an item and have it checked. An earlier file of the item that was refused gives way.

    name: a shown one (lscp_portal.files.names); size: in bytes. The bytes are stored first, while nothing is locked,
    and the row is written after them: no row is without bytes, and bytes without a row are swept (care.sweep).
    Raises FileRefused for what its name and size say already, StoreAway, Refused, PermissionDenied, AuditClosed,
    DoesNotExist.
    """
    item: EvidenceItem = EvidenceItem.objects.get(pk=item_id, removed_at=None)
    if not may_give_evidence(actor, item):
        raise PermissionDenied("evidence.give")
    kind = kind_of(name)
    if not size:
        raise FileRefused(Reason.EMPTY)
    if size > LARGEST_FILE:
        raise FileRefused(Reason.TOO_LARGE)
    refuse_if(uploads_are_allowed(allowed=uploads_allowed()))
    key = storing.new_key()
    try:
        stored = storing.keep(upload, folder=storing.WAITING, key=key)
        return _keep_row(actor=actor, item_id=item_id, key=key, name=name, kind=kind, stored=stored)
    except BaseException:
        with suppress(StoreAway):
            storing.forget(folder=storing.WAITING, key=key)
        raise


def _keep_row(*, actor: Actor, item_id: int, key: str, name: str, kind: Kind, stored: Measured) -> EvidenceFile:
    """What has to hold when the lock is there, and the row."""
    lock_year(item_id=item_id)
    item = open_item(actor, item_id)
    if item.removed_at is not None:
        raise EvidenceItem.DoesNotExist
    refuse_if(there_is_room(usage_of(audit=item.audit), stored.size))
    if _has_file(item):
        raise Refused([Blocker("one", "There is a file already. Take it out first, or describe another document.")])
    item.files.filter(removed_at=None).update(removed_at=timezone.now(), removed_by_id=actor.person_id)
    file: EvidenceFile = EvidenceFile.objects.create(
        item=item, key=key, name=name, kind=kind.name, size=stored.size, sha256=stored.sha256,
        received_by_id=actor.person_id, **item.owner,
    )  # fmt: skip
    record(actor, "evidence.file_received", file, sha256=file.sha256, size=file.size)
    post("audits.check_evidence", key=f"evidence:{file.pk}", file_id=file.pk)
    return file


def remove_file(*, actor: Actor, file_id: int) -> EvidenceFile:
    """Take the file out of its item, which stays; twice is once. Raises PermissionDenied, AuditClosed, DoesNotExist."""
    file: EvidenceFile = EvidenceFile.objects.get(pk=file_id)
    open_item(actor, file.item_id)
    file.refresh_from_db()
    if file.removed_at is None:
        file.removed_at, file.removed_by_id = timezone.now(), actor.person_id
        file.save(update_fields=["removed_at", "removed_by_id"])
        record(actor, "evidence.file_removed", file)
    return file


def put_file_back(*, actor: Actor, file_id: int) -> EvidenceFile:
    """Undo that. Raises Refused when another file came or there is no room, and what remove_file raises."""
    file: EvidenceFile = EvidenceFile.objects.get(pk=file_id)
    lock_year(item_id=file.item_id)
    item = open_item(actor, file.item_id)
    file.refresh_from_db()
    if file.removed_at is not None and file.erased_at is None:
        refuse_if(there_is_room(usage_of(audit=item.audit), file.size))
        if _has_file(item):
            raise Refused([Blocker("one", "Another file has taken its place.")])
        item.files.filter(removed_at=None).update(removed_at=timezone.now(), removed_by_id=actor.person_id)
        file.removed_at = file.removed_by_id = None
        file.save(update_fields=["removed_at", "removed_by_id"])
        record(actor, "evidence.file_put_back", file)
    return file


def _has_file(item: EvidenceItem) -> bool:
    """One that was refused, or erased while its item was taken out, gives way to the next."""
    standing = item.files.filter(removed_at=None, erased_at=None)
    return bool(standing.exclude(state=EvidenceFile.State.REJECTED).exists())
