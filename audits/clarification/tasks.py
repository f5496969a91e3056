"""What the worker does for questions: tell the reader, remind the school, and keep that a day has passed."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from audits.clarification.closing import lapse
from audits.clarification.queries import overdue_rounds
from audits.clarification.telling import remind, tell_asker
from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership


@worker_task("audits.tell_asker")
def tell(open_scope: OpenScope, *, round_id: int, by: int) -> None:
    """Have a letter sent to whoever reads the return. Twice: nothing more."""
    with open_scope():
        tell_asker(round_id=round_id, by=by)


@shared_task(name="audits.look_after_questions_everywhere")
def look_after_questions_everywhere() -> None:
    """Ask for today's look of every partnership; asked again on the same day, nothing happens."""
    today = timezone.localdate()
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("audits.look_after_questions", key=f"questions:{today}", day=today.isoformat())


@worker_task("audits.look_after_questions")
def look_after_questions(open_scope: OpenScope, *, day: str) -> None:
    """Rounds whose day has passed, and rounds that are due soon. A message that comes a day late does nothing."""
    today = date.fromisoformat(day)
    if today != timezone.localdate():
        return
    with open_scope():
        overdue = overdue_rounds(today=today)
        remind(day=today)
    for round_id in overdue:
        with open_scope():
            lapse(round_id=round_id)
