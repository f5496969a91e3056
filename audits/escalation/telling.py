"""The reminder about a case, which the worker writes."""

from datetime import date

from audits.corrections.rules import OPEN as OPEN_CORRECTIONS
from audits.escalation.models import PoorQualityCase
from audits.escalation.rules import reminder_day
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from schools.holidays.queries import closures

SIGNERS = ("dsl", "head", "chair")


def remind(*, day: date) -> int:
    """Remind DSL, head and chair once of each case that is due soon and not signed again; how many cases.

    Asked again on the same day or later, nobody is written to twice: the letter of a case has one key. In the
    partnership's scope.
    """
    rows = PoorQualityCase.objects.filter(state=PoorQualityCase.State.STARTED, due_on__gte=day)
    waiting = rows.filter(corrections__state__in=OPEN_CORRECTIONS)
    holidays, told = closures(), 0
    for case in waiting.select_related("school").order_by("pk"):
        closed = holidays.of(la_code=case.school.la_code, trust_uid=case.school.trust_uid)
        if day < reminder_day(case.due_on, closed=closed):
            continue
        told += 1
        queue(
            template="case_due",
            key=f"case-due:{case.pk}",
            to=holders(roles=SIGNERS, school_id=case.school_id),
            path=f"/s/{case.school.urn}/audit/poor-return/{case.pk}/",
            school_id=case.school_id,
            due_on=case.due_on,
        )
    return told
