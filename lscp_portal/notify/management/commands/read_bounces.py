"""Letters that came back: from an inbox (Maildir), or one by one on standard input, as mail servers pipe them."""

import mailbox
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lscp_portal.notify.addresses import Kind, mark_dead
from lscp_portal.notify.bounces import LARGEST, Bounce, Reading, bounces_in, delivery_of, tenant_in
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope


class Command(BaseCommand):
    """manage.py read_bounces."""

    help = "Read delivery status notifications and note which addresses do not work. Exits with 0 whatever it reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As the operator's guide shows them."""
        parser.add_argument("--maildir", metavar="FOLDER", help="read its new messages; without it, standard input")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Keep what each message says, and count."""
        raw = from_maildir(options["maildir"]) if options["maildir"] else iter([sys.stdin.buffer.read(LARGEST)])
        counts = Counter(reading for message in raw for reading in keep(message))
        self.stdout.write(", ".join(f"{counts[reading]} {reading.value}" for reading in Reading))


def from_maildir(folder: str) -> Iterator[bytes]:
    """The new messages; each is put among the read ones once it is done. Raises CommandError."""
    if not Path(folder, "new").is_dir():
        raise CommandError(f"{folder} is no Maildir: it has no folder “new”.")
    box = mailbox.Maildir(folder, create=False)
    for key in sorted(box.keys()):
        message = box.get_message(key)
        if message.get_subdir() != "new":
            continue
        yield box.get_bytes(key)
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message


def keep(raw: bytes) -> list[Reading]:
    """What came of each failure a message names."""
    found = bounces_in(raw)
    return [keep_one(bounce) for bounce in found] or [Reading.NOT_FOR_GOOD]


def keep_one(bounce: Bounce) -> Reading:
    """Mark the letter and its address, if we sent it."""
    for tenant_id in partnerships_of(bounce):
        with scope(area_scope(tenant_id)):
            delivery = delivery_of(bounce)
        if delivery is not None:
            mark_dead(email=delivery.email, kind=Kind.BOUNCED, code=bounce.code, template=delivery.template)
            return Reading.KEPT
    return Reading.NOT_OURS


def partnerships_of(bounce: Bounce) -> list[int]:
    """Where to look: in the partnership that the Message-ID names, or without one in all."""
    known = Partnership.objects.order_by("pk")
    if bounce.message_id:
        known = known.filter(pk=tenant_in(bounce.message_id) or 0)
    return list(known.values_list("pk", flat=True))
