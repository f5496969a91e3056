"""Asks schools once a year whether what they share is still so: thirty days before, and on the day."""

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from audits.good_practice.queries import due_for_confirmation
from audits.good_practice.rules import ASKED_BEFORE
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership

ASKED = ("dsl", "head")


@shared_task(name="audits.ask_about_good_practice_everywhere")
def ask_everywhere() -> None:
    """Ask for today's letters of every partnership. Asked again, nothing happens."""
    today = timezone.localdate()
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("audits.ask_about_good_practice", key=f"good-practice:{today}", day=today.isoformat())


@worker_task("audits.ask_about_good_practice")
def ask(open_scope: OpenScope, *, day: str) -> None:
    """Queue one partnership's letters of the day. Run twice, each letter still goes once: its key names the year."""
    today = date.fromisoformat(day)
    with open_scope():
        for days in (ASKED_BEFORE, timedelta(0)):
            for practice in due_for_confirmation(today + days):
                queue(
                    template="good_practice_due",
                    key=f"good-practice:{practice.pk}:{practice.confirm_by}:{days.days}",
                    to=holders(roles=ASKED, school_id=practice.school_id),
                    path=f"/s/{practice.urn}/good-practice/{practice.pk}/",
                    school_id=practice.school_id,
                    due_on=today + days,
                )
