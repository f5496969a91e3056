"""What the worker does for records that go on with their schools."""

from celery import shared_task
from django.utils import timezone

from lscp_portal.outbox.posting import post
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership
from reports.handovers.actions import carry_over, follow_up, hand_over_moved
from schools.register.models import School


@worker_task("schools.hand_over")
def hand_over(open_scope: OpenScope, *, urn: int) -> None:
    """After a move was taken over: the record goes to the new partnership. A second run finds nothing new."""
    with open_scope():
        school = School.objects.filter(urn=urn).values_list("pk", flat=True).first()
        if school is not None:
            hand_over_moved(actor=None, school_id=school)


@worker_task("schools.carry_over")
def carry(open_scope: OpenScope) -> None:
    """After links were imported: successors get what the schools before them had. A second run finds nothing new."""
    with open_scope():
        carry_over()


@worker_task("schools.follow_up")
def follow(open_scope: OpenScope) -> None:
    """What came to a record since it was handed over follows it."""
    with open_scope():
        follow_up()


@shared_task(name="schools.follow_up_everywhere")
def follow_up_everywhere() -> None:
    """Once a day, each partnership by a message of its own. Asked again on the same day, nothing happens."""
    today = timezone.localdate()
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("schools.follow_up", key=f"follow-up:{today}")
