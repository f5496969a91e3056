"""Letters that came back: reading delivery status notifications (RFC 3464), and keeping what they say.

A notification is believed when it names a Message-ID of ours, which cannot be guessed, or when it names an address that
we wrote to in the last two weeks and no Message-ID at all: some servers return no part of the letter.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser, Parser
from typing import cast

from django.utils import timezone

from lscp_portal.notify.models import Delivery
from lscp_portal.notify.replies import says_the_address_is_dead

RECENT = timedelta(days=14)
LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Bounce:
    """One reader whom a letter did not reach, for good. message_id: "" when the notification does not say it."""

    email: str
    code: str
    message_id: str


class Reading(enum.StrEnum):
    """What came of one message from the inbox of bounces."""

    KEPT = "kept"
    NOT_OURS = "not ours"
    NOT_FOR_GOOD = "not for good, or no notification"


def bounces_in(raw: bytes) -> list[Bounce]:
    """The permanent failures that a notification names; empty for any other message, however it is made."""
    try:
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw[:LARGEST])
        return list(_failures(message))
    except (LookupError, ValueError, TypeError, AttributeError):  # whatever strangers send, the next one is read
        return []


def tenant_in(message_id: str) -> int | None:
    """The partnership whose number a Message-ID of ours begins with; says nothing about whether it is ours."""
    number = message_id.strip("<> ").partition(".")[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None  # noqa: PLR2004 - bigint


def delivery_of(bounce: Bounce) -> Delivery | None:
    """The letter of the open scope's partnership that came back, now marked so; None when it is none of theirs."""
    if bounce.message_id:
        found = Delivery.objects.filter(message_id=bounce.message_id).first()
    else:
        recent = Delivery.objects.filter(email=bounce.email, changed_at__gt=timezone.now() - RECENT)
        found = recent.order_by("-changed_at", "-pk").first()
    if found is not None:
        found.outcome, found.code, found.changed_at = Delivery.Outcome.BOUNCED, bounce.code, timezone.now()
        found.save(update_fields=["outcome", "code", "changed_at"])
    return cast("Delivery | None", found)


def _failures(message: EmailMessage) -> Iterator[Bounce]:
    message_id = _returned_message_id(message)
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status" or not isinstance(part.get_payload(), list):
            continue
        for fields in cast("list[Message]", part.get_payload()):
            code = str(fields.get("Status", "")).strip().partition(" ")[0]
            address = _address(fields)
            failed = str(fields.get("Action", "")).strip().lower() == "failed"
            if failed and address and says_the_address_is_dead(code):
                yield Bounce(address, code[:12], message_id)


def _address(fields: Message) -> str:
    """The reader as we wrote to them, where the notification knows it; else where the letter went in the end."""
    said = str(fields.get("Original-Recipient") or fields.get("Final-Recipient") or "")
    return said.rpartition(";")[2].strip().strip("<>").lower()


def _returned_message_id(message: EmailMessage) -> str:
    """The Message-ID of the letter that came back, from the copy or the headers that are returned with it."""
    returned: Message | None
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = cast("list[Message]", part.get_payload())
            returned = inner[0] if isinstance(inner, list) and inner else None
        elif kind == "text/rfc822-headers":
            returned = Parser(policy=policy.default).parsestr(str(part.get_payload()), headersonly=True)
        else:
            continue
        if returned is not None and returned.get("Message-ID"):
            return str(returned["Message-ID"]).strip()
    return ""
