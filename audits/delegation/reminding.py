"""Reminders of parts that are due: one letter for one person and day, about everything that waits for them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import chain

from audits.delegation.models import Assignment, AssignmentReminder
from audits.delegation.queries import board
from audits.delegation.rules import reminds_today
from audits.delegation.types import Part
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import takes_answers
from lscp_portal.calendar.working_days import is_working_day
from lscp_portal.notify.posting import TASK, letters
from lscp_portal.outbox.posting import post_many
from schools.holidays.queries import closures


def remind(*, day: date) -> int:
    """Write to everybody of this partnership whose part is due, and keep that they were reminded; how many.

    Asked again on the same day, nobody is written to twice. Nothing goes out on a day on which the school is closed,
    nor once the audit takes no answers. Inside the partnership's scope.
    """
    waiting = Audit.objects.filter(pk__in=Assignment.objects.filter(ended_at=None).values("audit_id"))
    holidays = closures()
    made: list[tuple[AssignmentReminder, Part]] = []
    for audit in waiting.select_related("cycle", "school").order_by("pk"):
        closed = holidays.of(la_code=audit.school.la_code, trust_uid=audit.school.trust_uid)
        if takes_answers(audit) and is_working_day(day, closed=closed):
            made += _of(audit, day)
    AssignmentReminder.objects.bulk_create([reminder for reminder, _part in made], ignore_conflicts=True)
    post_many(
        TASK,
        chain.from_iterable(
            letters(
                template="part_due",
                key=f"parts:{reminder.audit_id}:{day}",
                to=[reminder.person_id],
                path=f"/s/{reminder.audit.school.urn}/audit/",
                school_id=reminder.school_id,
                due_on=part.due_on,
            )
            for reminder, part in made
        ),
    )
    return len(made)


def _of(audit: Audit, day: date) -> Iterable[tuple[AssignmentReminder, Part]]:
    """Who is to be reminded in one audit, each with the part that is due first."""
    reminded: dict[int, set[date]] = defaultdict(set)
    for person_id, on in AssignmentReminder.objects.filter(audit=audit).values_list("person_id", "reminded_on"):
        reminded[person_id].add(on)
    due: dict[int, Part] = {}
    for part in board(audit=audit).parts:
        waits = part.person_id and not part.is_done and not part.trouble
        if part.person_id and waits and reminds_today(part.due_on, reminded[part.person_id], today=day):
            due.setdefault(part.person_id, part)
    return [
        (AssignmentReminder(audit=audit, person_id=person_id, reminded_on=day, **audit.owner), part)
        for person_id, part in due.items()
    ]
