"""Make and end the secret address of a person's calendar, and keep what the calendar said last."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lscp_portal.accounts.models import Person
from lscp_portal.trail.recording import record_identity
from reports.feeds.models import CalendarAddress, CalendarEntry
from reports.feeds.types import Entry


def hash_of(secret: str) -> str:
    """What is kept of a secret: SHA-256 in hexadecimal. 256 random bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_address(*, person: Person) -> str:
    """A new secret, shown once; an address that was there before stops working."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        _end(person)
        made = CalendarAddress.objects.create(person=person, secret_hash=hash_of(secret))
        record_identity(person.pk, "calendar.made", made)
    return secret


def end_address(*, person: Person) -> bool:
    """Let the address stop working; whether there was one."""
    with transaction.atomic():
        ended = _end(person)
        if ended:
            record_identity(person.pk, "calendar.ended", person)
    return ended


def address_made_at(*, person: Person) -> datetime | None:
    """Since when the person has an address that works; None without one. One query."""
    return CalendarAddress.objects.filter(person=person, ended_at=None).values_list("made_at", flat=True).first()


def owner_of(secret: str) -> Person | None:
    """Whose calendar it is; None for a secret nobody has, that was ended, or whose person may not sign in."""
    found = CalendarAddress.objects.select_related("person").filter(secret_hash=hash_of(secret), ended_at=None).first()
    return found.person if found and found.person.is_active else None


def numbered(*, person: Person, entries: Sequence[Entry]) -> dict[str, CalendarEntry]:
    """By uid: how often an entry has changed and when last, kept for the next reading. Three statements at most."""
    now = timezone.now()
    before = {row.uid: row for row in CalendarEntry.objects.filter(person=person)}
    new, changed = [], []
    for entry in entries:
        print_of_it, row = fingerprint(entry), before.get(entry.uid)
        if row is None:
            row = before[entry.uid] = CalendarEntry(
                person=person, uid=entry.uid, fingerprint=print_of_it, changed_at=now
            )
            new.append(row)
        elif row.fingerprint != print_of_it:
            row.fingerprint, row.sequence, row.changed_at = print_of_it, row.sequence + 1, now
            changed.append(row)
    CalendarEntry.objects.bulk_create(new, ignore_conflicts=True)
    if changed:
        CalendarEntry.objects.bulk_update(changed, ["fingerprint", "sequence", "changed_at"])
    return before


def fingerprint(entry: Entry) -> str:
    """A hash of everything an entry says."""
    said = [entry.on.isoformat(), entry.title, entry.words, entry.path, entry.is_cancelled]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _end(person: Person) -> bool:
    return bool(CalendarAddress.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now()))
