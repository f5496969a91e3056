"""Groups that open on their day. Each opening is one message of the outbox, so that it is tried again."""

from celery import shared_task
from django.utils import timezone

from audits.grouping.actions import open_group
from audits.grouping.queries import groups_due
from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership


@shared_task(name="audits.open_groups_everywhere")
def open_groups_everywhere() -> None:
    """Ask for the groups of every partnership whose day has come. Asked again on the same day, nothing happens."""
    today = timezone.localdate()
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            for group_id in groups_due():
                post("audits.open_group", key=f"open-group:{group_id}:{today}", group_id=group_id)


@worker_task("audits.open_group")
def open_one(open_scope: OpenScope, *, group_id: int) -> None:
    """Open one group. A second run finds it open and does nothing."""
    with open_scope():
        open_group(actor=None, group_id=group_id)
