"""Counting what is common, once a night."""

from celery import shared_task
from django.utils import timezone

from audits.practice.counting import count_practice
from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership


@shared_task(name="audits.count_practice_everywhere")
def count_everywhere() -> None:
    """Ask for tonight's count in every partnership; asked again on the same day, nothing happens."""
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("audits.count_practice", key=f"practice:{timezone.localdate()}", tenant_id=tenant_id)


@worker_task("audits.count_practice")
def count_tonight(open_scope: OpenScope, *, tenant_id: int) -> None:
    """One partnership's count."""
    with open_scope():
        count_practice(tenant_id=tenant_id)
