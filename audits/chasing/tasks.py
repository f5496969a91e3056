"""What the worker does for chasing. Each partnership's day is one message of the outbox, each letter another."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from audits.chasing.actions import chase
from audits.chasing.sending import letter_to_send, mark_sent
from lscp_portal.calendar.working_days import is_working_day
from lscp_portal.notify.delivery import Envelope, deliver
from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership


@shared_task(name="audits.chase_everywhere")
def chase_everywhere() -> None:
    """Ask for today's letters of every partnership. Called every hour of the morning: asked again, nothing happens."""
    today = timezone.localdate()
    if not is_working_day(today):
        return
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("audits.chase", key=f"chase:{today}", day=today.isoformat())


@worker_task("audits.chase")
def chase_today(open_scope: OpenScope, *, day: str) -> None:
    """Queue one partnership's letters of the day. A message that comes too late does nothing: its day is over."""
    if date.fromisoformat(day) != timezone.localdate():
        return
    with open_scope():
        chase(day=date.fromisoformat(day))


@worker_task("audits.send_chase_letter")
def send(open_scope: OpenScope, *, letter_id: int) -> None:
    """Send one letter, unless the return came in meanwhile. Sent twice after a crash, it has the same Message-ID."""
    with open_scope():
        ready = letter_to_send(letter_id=letter_id)
    if ready is None:
        return
    deliver(open_scope, ready.letter, Envelope(to=ready.to, template="chase", reference=ready.reference))
    with open_scope():
        mark_sent(letter_id=letter_id, letter=ready.letter)
