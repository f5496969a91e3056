"""What a school does with evidence before it signs: it describes, changes, takes out and puts back, and uploads."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import IO

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.answers.types import AuditClosed, CycleClosed
from audits.delegation.actions import refuse_what_is_not_theirs
from audits.evidence.models import EvidenceFile, EvidenceItem, UploadDecision
from audits.evidence.policies import may_decide_uploads
from audits.evidence.queries import uploads_allowed, usage_of
from audits.evidence.rules import items_can_be_added, there_is_room, uploads_are_allowed
from audits.evidence.types import DESCRIPTION, Described, ItemChanged
from audits.frameworks.models import Indicator
from audits.lifecycle.actions import locked_audit, start_if_invited
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import may_answer
from audits.lifecycle.rules import cycle_takes_returns
from audits.lifecycle.transitions import EDITABLE
from lscp_portal.files import storing
from lscp_portal.files.names import kind_of
from lscp_portal.files.types import LARGEST_FILE, FileRefused, Reason
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused


def describe(*, actor: Actor, audit_id: int, code: str, said: Described) -> EvidenceItem:
    """Add one piece of evidence to an indicator. Starts the audit, as an answer does.

    Raises PermissionDenied, AuditClosed, Refused, Audit.DoesNotExist, Indicator.DoesNotExist (not asked either).
    """
    audit = _open_audit(actor, audit_id)
    refuse_what_is_not_theirs(actor=actor, audit=audit, code=code)
    indicator = Indicator.objects.filter(pk__in=audit.indicator_ids).get(code=code)
    standing = EvidenceItem.objects.filter(audit=audit, indicator=indicator, removed_at=None)
    _refuse(items_can_be_added(standing.count()))
    start_if_invited(actor=actor, audit=audit)
    item: EvidenceItem = EvidenceItem.objects.create(
        audit=audit, indicator=indicator, added_by_id=actor.person_id, **asdict(said), **audit.owner
    )
    record(actor, "evidence.described", item, indicator=code)
    return item


def use_again(*, actor: Actor, audit_id: int, item_id: int) -> EvidenceItem:
    """Describe in this audit what was described in an earlier one, in the same words; a file is not taken over.

    Raises EvidenceItem.DoesNotExist, and what describe raises.
    """
    earlier: EvidenceItem = EvidenceItem.objects.select_related("indicator").get(pk=item_id, removed_at=None)
    said = Described(**{name: getattr(earlier, name) for name in DESCRIPTION})
    return describe(actor=actor, audit_id=audit_id, code=earlier.indicator.code, said=said)


def change_item(*, actor: Actor, item_id: int, said: Described, read: int) -> EvidenceItem:
    """Put it in other words. read: the revision the page was showing.

    Raises ItemChanged, PermissionDenied, AuditClosed, EvidenceItem.DoesNotExist.
    """
    item = _open_item(actor, item_id)
    if item.removed_at is not None or item.revision != read:
        raise ItemChanged
    for name, value in asdict(said).items():
        setattr(item, name, value)
    item.revision += 1
    item.save(update_fields=[*asdict(said), "revision"])
    record(actor, "evidence.changed", item, revision=item.revision)
    return item


def remove_item(*, actor: Actor, item_id: int) -> EvidenceItem:
    """Take it out, its file with it; twice is once. Raises PermissionDenied, AuditClosed, DoesNotExist."""
    item = _open_item(actor, item_id)
    if item.removed_at is None:
        item.removed_at, item.removed_by_id = timezone.now(), actor.person_id
        item.save(update_fields=["removed_at", "removed_by_id"])
        record(actor, "evidence.removed", item)
    return item


def put_back(*, actor: Actor, item_id: int) -> EvidenceItem:
    """Undo a removal; twice is once. Raises Refused where there is no room, and what remove_item raises."""
    item = _open_item(actor, item_id)
    if item.removed_at is not None:
        standing = EvidenceItem.objects.filter(audit=item.audit, indicator_id=item.indicator_id, removed_at=None)
        size = sum(item.files.filter(removed_at=None).exclude(state="rejected").values_list("size", flat=True))
        room = there_is_room(usage_of(audit=item.audit), size) if size else ()
        _refuse([*items_can_be_added(standing.count()), *room])
        item.removed_at = item.removed_by_id = None
        item.save(update_fields=["removed_at", "removed_by_id"])
        record(actor, "evidence.put_back", item)
    return item


def receive_file(*, actor: Actor, item_id: int, upload: IO[bytes], name: str, size: int) -> EvidenceFile:
    """Take one file for an item and have it checked. An earlier file of the item that was refused gives way.

    name: a shown one (lscp_portal.files.names); size: in bytes.
    Raises FileRefused for what its name and size say already, Refused, PermissionDenied, AuditClosed, DoesNotExist.
    """
    item = _open_item(actor, item_id)
    if item.removed_at is not None:
        raise EvidenceItem.DoesNotExist
    kind = kind_of(name)
    if not size:
        raise FileRefused(Reason.EMPTY)
    if size > LARGEST_FILE:
        raise FileRefused(Reason.TOO_LARGE)
    _refuse(uploads_are_allowed(allowed=uploads_allowed()))
    _refuse(there_is_room(usage_of(audit=item.audit), size))
    if item.files.filter(removed_at=None).exclude(state=EvidenceFile.State.REJECTED).exists():
        raise Refused([Blocker("one", "There is a file already. Take it out first, or describe another document.")])
    key = storing.new_key()
    try:
        stored = storing.keep(upload, folder=storing.WAITING, key=key)
        item.files.filter(removed_at=None).update(removed_at=timezone.now(), removed_by_id=actor.person_id)
        file: EvidenceFile = EvidenceFile.objects.create(
            item=item, key=key, name=name, kind=kind.name, size=stored.size, sha256=stored.sha256,
            received_by_id=actor.person_id, **item.owner,
        )  # fmt: skip
        record(actor, "evidence.file_received", file, sha256=file.sha256, size=file.size)
        post("audits.check_evidence", key=f"evidence:{file.pk}", file_id=file.pk)
    except BaseException:
        storing.forget(folder=storing.WAITING, key=key)
        raise
    return file


def remove_file(*, actor: Actor, file_id: int) -> EvidenceFile:
    """Take the file out of its item, which stays; twice is once. Raises PermissionDenied, AuditClosed, DoesNotExist."""
    file: EvidenceFile = EvidenceFile.objects.get(pk=file_id)
    _open_item(actor, file.item_id)
    file.refresh_from_db()
    if file.removed_at is None:
        file.removed_at, file.removed_by_id = timezone.now(), actor.person_id
        file.save(update_fields=["removed_at", "removed_by_id"])
        record(actor, "evidence.file_removed", file)
    return file


def put_file_back(*, actor: Actor, file_id: int) -> EvidenceFile:
    """Undo that. Raises Refused when another file came or there is no room, and what remove_file raises."""
    file: EvidenceFile = EvidenceFile.objects.get(pk=file_id)
    item = _open_item(actor, file.item_id)
    file.refresh_from_db()
    if file.removed_at is not None and file.erased_at is None:
        _refuse(there_is_room(usage_of(audit=item.audit), file.size))
        if item.files.filter(removed_at=None).exclude(state=EvidenceFile.State.REJECTED).exists():
            raise Refused([Blocker("one", "Another file has taken its place.")])
        file.removed_at = file.removed_by_id = None
        file.save(update_fields=["removed_at", "removed_by_id"])
        record(actor, "evidence.file_put_back", file)
    return file


def decide_uploads(*, actor: Actor, allowed: bool, reason: str) -> UploadDecision:
    """Let schools upload from now on, or no longer. What is there stays. Raises PermissionDenied."""
    if not may_decide_uploads(actor):
        raise PermissionDenied("evidence.decide")
    made: UploadDecision = UploadDecision.objects.create(
        tenant_id=actor.tenant_id, allowed=allowed, reason=reason, decided_by_id=actor.person_id
    )
    record(actor, "evidence.uploads_decided", made, allowed=allowed)
    return made


def _open_audit(actor: Actor, audit_id: int) -> Audit:
    """The audit, locked, while this person may still change what it says."""
    audit = locked_audit(audit_id=audit_id)
    if not may_answer(actor, audit):
        raise PermissionDenied("evidence.give")
    if audit.state not in EDITABLE:
        raise AuditClosed
    for blocker in cycle_takes_returns(audit):
        raise CycleClosed(blocker.sentence)
    return audit


def _open_item(actor: Actor, item_id: int) -> EvidenceItem:
    """The item as it is once its audit is locked."""
    audit_id, code = EvidenceItem.objects.values_list("audit_id", "indicator__code").get(pk=item_id)
    audit = _open_audit(actor, audit_id)
    refuse_what_is_not_theirs(actor=actor, audit=audit, code=code)
    item: EvidenceItem = EvidenceItem.objects.get(pk=item_id)
    item.audit = audit
    return item


def _refuse(blockers: Iterable[Blocker]) -> None:
    if found := list(blockers):
        raise Refused(found)
