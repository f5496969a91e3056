"""What the worker does for improvements: once a working day, lateness steps up."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from audits.improvement.ladder import climb
from lscp_portal.calendar.working_days import is_working_day
from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership


@shared_task(name="audits.climb_everywhere")
def climb_everywhere() -> None:
    """Ask for today's rungs of every partnership; asked again on the same day, nothing happens."""
    today = timezone.localdate()
    if not is_working_day(today):
        return
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("audits.climb", key=f"improvements:{today}", day=today.isoformat())


@worker_task("audits.climb")
def climb_today(open_scope: OpenScope, *, day: str) -> None:
    """One partnership's rungs. A message that comes too late does nothing: its day is over."""
    if date.fromisoformat(day) == timezone.localdate():
        with open_scope():
            climb(day=date.fromisoformat(day))
