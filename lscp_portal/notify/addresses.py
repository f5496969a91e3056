"""Addresses that do not work: marking one, asking for another try, and who has one."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lscp_portal.accounts.policies import may_invite_somebody
from lscp_portal.notify.models import UndeliverableAddress
from lscp_portal.notify.replies import reason_words
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record

Kind = UndeliverableAddress.Kind


@dataclass(frozen=True, slots=True)
class DeadAddress:
    """An address that does not work, as a page shows it. is_retried: the next letter will be tried."""

    id: int
    email: str
    reason: str
    code: str
    kind: str
    failed_at: datetime
    is_retried: bool


def dead_addresses() -> dict[str, DeadAddress]:
    """E-mail address -> what is wrong with it, of the people and guests of the open scope. One query."""
    rows = UndeliverableAddress.objects.filter(cleared_at=None)
    return {
        row.email: DeadAddress(
            row.pk,
            row.email,
            reason_words(row.code),
            row.code,
            row.get_kind_display(),
            row.failed_at,
            row.retry_at is not None,
        )
        for row in rows
    }


def is_dead(email: str) -> bool:
    """Whether nothing is to be sent there. Outside any scope: the worker's part."""
    return UndeliverableAddress.objects.filter(email=email.lower(), cleared_at=None, retry_at=None).exists()


def mark_dead(*, email: str, kind: str, code: str, template: str) -> None:
    """Keep that an address refused a letter for good. Outside any scope, in the identity plane."""
    now = timezone.now()
    fields = {"kind": kind, "code": code, "template": template, "failed_at": now}
    with transaction.atomic():
        row, is_new = UndeliverableAddress.objects.select_for_update().get_or_create(
            email=email.lower(), defaults=fields
        )
        if is_new:
            return
        for name, value in fields.items():
            setattr(row, name, value)
        row.times += 1
        row.retry_at = row.retry_by_id = row.cleared_at = None
        row.save()


def mark_working(*, email: str) -> None:
    """A letter was taken there after a person said "try again". Outside any scope."""
    waiting = UndeliverableAddress.objects.filter(email=email.lower(), cleared_at=None)
    waiting.update(cleared_at=timezone.now(), retry_at=None, retry_by_id=None)


def try_again(*, actor: Actor, address_id: int) -> str:
    """Send to this address again from now on, and return it. It counts as mended once a letter is taken.

    Raises PermissionDenied, UndeliverableAddress.DoesNotExist (also for an address of nobody here).
    """
    if not may_invite_somebody(actor):
        raise PermissionDenied("address.retry")
    row = UndeliverableAddress.objects.get(pk=address_id, cleared_at=None)
    row.retry_at, row.retry_by_id = timezone.now(), actor.person_id
    row.save(update_fields=["retry_at", "retry_by_id"])
    record(actor, "address.retried", row)
    return row.email
