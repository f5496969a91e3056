"""The worker's part of cases: read again what is signed again, and remind a school before its day."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from audits.escalation.resubmitting import read_again
from audits.escalation.telling import remind
from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership


@worker_task("audits.read_again")
def read_it_again(open_scope: OpenScope, *, case_id: int, by: int) -> None:
    """Open a finished reading again, and have the leads told. A second run asks for the same: nothing happens.

    Who reads a return is known to the partnership, not to its school.
    """
    with open_scope():
        read_again(case_id=case_id, by=by)


@shared_task(name="audits.look_after_cases_everywhere")
def look_after_cases_everywhere() -> None:
    """Ask for today's look of every partnership; asked again on the same day, nothing happens."""
    today = timezone.localdate()
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("audits.look_after_cases", key=f"cases:{today}", day=today.isoformat())


@worker_task("audits.look_after_cases")
def look_after_cases(open_scope: OpenScope, *, day: str) -> None:
    """Cases that are due soon. A message that comes a day late does nothing."""
    today = date.fromisoformat(day)
    if today != timezone.localdate():
        return
    with open_scope():
        remind(day=today)
