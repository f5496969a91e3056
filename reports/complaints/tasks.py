"""Each working day: close complaints whose school is content, and remind those who owe an answer, two days before."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from lscp_portal.accounts.queries import holders
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.notify.posting import queue
from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership
from reports.complaints.actions import lapse
from reports.complaints.queries import due_on, over_since

REMINDED = 2  # working days before an answer is due


@shared_task(name="reports.look_after_complaints_everywhere")
def look_after_complaints_everywhere() -> None:
    """Ask for today's look of every partnership; asked again on the same day, nothing happens."""
    today = timezone.localdate()
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("reports.look_after_complaints", key=f"complaints:{today}", day=today.isoformat())


@worker_task("reports.look_after_complaints")
def look_after_complaints(open_scope: OpenScope, *, day: str) -> None:
    """Letters of the day, and complaints that are over. A message that comes a day late does nothing."""
    today = date.fromisoformat(day)
    if today != timezone.localdate():
        return
    with open_scope():
        over = over_since(today=today)
        remind(today)
    for complaint_id in over:
        with open_scope():
            lapse(complaint_id=complaint_id)


def remind(today: date) -> None:
    """One e-mail for each answer that is due in two working days; the key names the complaint and the day."""
    soon = working_days_after(today, REMINDED)
    for complaint in due_on({soon}):
        is_scrutineers = complaint.about_lead or complaint.state == "second_stage"
        queue(
            template="complaint_due",
            key=f"complaint:{complaint.pk}:{soon}",
            to=holders(roles=("scrutineer",) if is_scrutineers else ("lead",)),
            path=f"/p/{complaint.tenant.slug}/complaints/{complaint.pk}/",
            school_id=complaint.school_id,
            due_on=soon,
        )
