"""Keep term dates, and take them out again."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.holidays.models import SchoolHoliday
from schools.holidays.policies import may_keep_holidays
from schools.holidays.types import Holiday


def add_holidays(*, actor: Actor, holidays: Sequence[Holiday], source: str) -> int:
    """Keep holidays and return how many are new: one that is kept already, to the day and name, is not kept twice.

    source: a file's name, or "typed". Raises PermissionDenied. Three statements, whatever the number.
    """
    if not may_keep_holidays(actor):
        raise PermissionDenied("holidays.add")
    area = Partnership.objects.get(pk=actor.tenant_id)
    kept = SchoolHoliday.objects.filter(removed_at=None)
    known = {Holiday(*row) for row in kept.values_list("name", "first_on", "last_on", "la_code", "trust_uid")}
    new = [holiday for holiday in dict.fromkeys(holidays) if holiday not in known]
    SchoolHoliday.objects.bulk_create(
        SchoolHoliday(
            tenant_id=actor.tenant_id,
            name=holiday.name,
            first_on=holiday.first_on,
            last_on=holiday.last_on,
            la_code=holiday.la_code,
            trust_uid=holiday.trust_uid,
            source=source[-120:],
            added_by_id=actor.person_id,
        )
        for holiday in new
    )
    if new:
        record(actor, "holidays.added", area, number=len(new))
    return len(new)


def remove_holiday(*, actor: Actor, holiday_id: int) -> SchoolHoliday:
    """Count these days again. Raises PermissionDenied, SchoolHoliday.DoesNotExist, Refused when it was taken out."""
    holiday: SchoolHoliday = SchoolHoliday.objects.select_for_update(no_key=True).get(pk=holiday_id)
    if not may_keep_holidays(actor, holiday):
        raise PermissionDenied("holidays.remove")
    if holiday.removed_at is not None:
        raise Refused([Blocker("removed", "This holiday was taken out before.")])
    holiday.removed_at = timezone.now()
    holiday.save(update_fields=["removed_at"])
    record(actor, "holidays.removed", holiday)
    return holiday
