"""Periodic care of the outbox."""

import logging

from celery import shared_task

from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.outbox.worker import GIVE_UP_AFTER

log = logging.getLogger("lscp_portal.outbox")


@shared_task(name="outbox.sweep")
def sweep() -> None:
    """Say loudly what was given up, so that a person looks at it."""
    given_up = OutboxMessage.objects.filter(done_at=None, attempts__gte=GIVE_UP_AFTER)
    for message in given_up.only("task", "last_error"):
        log.error("outbox message %s (%s) was given up: %s", message.pk, message.task, message.last_error)
