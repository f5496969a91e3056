"""Ring the doorbell: send what waits in the outbox to the broker, again and again until it is done."""

import logging
import select
from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.outbox.worker import GIVE_UP_AFTER

BATCH = 50
log = logging.getLogger("lscp_portal.outbox")


def send_waiting() -> int:
    """Send one batch of messages that are due; return how many. Raises BrokerAway when nobody answers."""
    now = timezone.now()
    again = now - timedelta(seconds=settings.OUTBOX_RESEND_SECONDS)
    with transaction.atomic():
        waiting = list(
            OutboxMessage.objects.filter(done_at=None, not_before__lte=now, attempts__lt=GIVE_UP_AFTER)
            .filter(Q(sent_at=None) | Q(sent_at__lt=again))
            .order_by("created_at")
            .select_for_update(skip_locked=True)[:BATCH],
        )
        for message in waiting:
            current_app.send_task(message.task, args=[str(message.pk)], retry=False)
        OutboxMessage.objects.filter(pk__in=[message.pk for message in waiting]).update(sent_at=now)
    return len(waiting)


def run(keep_going: Callable[[], bool], *, pause_seconds: float = 1.0) -> None:
    """Send until `keep_going` says no: at once when a message is posted, and once a second to be sure."""
    while keep_going():
        try:
            listen()
            while keep_going():
                if not send_waiting():
                    wait_for_a_message(pause_seconds)
        except BrokerAway:
            log.warning("the broker is away; messages wait in the outbox")
            wait(pause_seconds)
        except OperationalError:
            log.warning("the database is away; trying again")
            connection.close()
            wait(pause_seconds)


def listen() -> None:
    """Ask the database to say when a message is posted."""
    with connection.cursor() as cursor:
        cursor.execute("LISTEN outbox")


def wait_for_a_message(seconds: float) -> None:
    """Return when a message is posted, or after `seconds`."""
    if select.select([connection.connection], [], [], seconds)[0]:
        connection.connection.poll()
        connection.connection.notifies.clear()


def wait(seconds: float) -> None:
    """Sleep."""
    select.select([], [], [], seconds)
