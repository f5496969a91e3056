"""Hand an e-mail to the mail server, and keep what became of it."""

import re
from dataclasses import dataclass
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lscp_portal.notify.addresses import Kind, is_dead, mark_dead, mark_working
from lscp_portal.notify.messages import Letter
from lscp_portal.notify.models import Delivery
from lscp_portal.notify.replies import code_of
from lscp_portal.outbox.worker import OpenScope
from lscp_portal.tenancy.scope import current

Outcome = Delivery.Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Whom a letter is for. reference: its key in the outbox; person_id: None for somebody who is invited."""

    to: str
    template: str
    reference: str
    person_id: int | None = None
    about_school_id: int | None = None


def deliver(open_scope: OpenScope, letter: Letter, envelope: Envelope) -> str:
    """Send one letter unless its address is known not to work, and keep the outcome, which is returned.

    An address refused for good is marked and not tried again. Anything else that goes wrong raises OSError or
    SMTPException, and the outbox tries again later; sent twice after a crash, it has the same Message-ID.
    """
    with open_scope():
        message_id = message_id_of(f"{current().tenant}:{envelope.reference}")
    outcome, code = _hand_over(letter, envelope, message_id)
    with open_scope():
        _keep(envelope, message_id, outcome, code)
    return outcome


def hand_over(letter: Letter, *, to: str, message_id: str) -> None:
    """Give it to the mail server. Raises OSError or SMTPException."""
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[to], headers=headers)
    message.attach_alternative(letter.html, "text/html")
    message.send()


def message_id_of(reference: str) -> str:
    """The outbox key as a Message-ID: what is sent twice is recognised by it.

    Its last part cannot be guessed: a forged bounce would have to name it (lscp_portal.notify.bounces).
    """
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    seal = salted_hmac("lscp_portal.notify.message_id", reference, algorithm="sha256").hexdigest()[:16]
    return f"<{re.sub(r'[^A-Za-z0-9_-]+', '.', reference)}.{seal}@{host}>"


def _hand_over(letter: Letter, envelope: Envelope, message_id: str) -> tuple[str, str]:
    if is_dead(envelope.to):
        return Outcome.HELD_BACK, ""
    try:
        hand_over(letter, to=envelope.to, message_id=message_id)
    except SMTPException as problem:
        code = code_of(problem)
        if code is None:
            raise
        mark_dead(email=envelope.to, kind=Kind.REFUSED, code=code, template=envelope.template)
        return Outcome.REFUSED, code
    mark_working(email=envelope.to)
    return Outcome.SENT, ""


def _keep(envelope: Envelope, message_id: str, outcome: str, code: str) -> None:
    row = Delivery(
        tenant_id=current().tenant or 0,
        message_id=message_id,
        template=envelope.template,
        email=envelope.to.lower(),
        person_id=envelope.person_id,
        about_school_id=envelope.about_school_id,
        outcome=outcome,
        code=code,
        changed_at=timezone.now(),
    )
    Delivery.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["tenant", "message_id"],
        update_fields=["outcome", "code", "changed_at"],
    )
