"""A case as the school sees it: the letter, what to do, and steps that were taken. Only in a school's scope."""

from datetime import date

from django.utils import timezone

from audits.corrections.models import Correction
from audits.corrections.rules import OPEN as OPEN_CORRECTIONS
from audits.escalation.models import PoorQualityCase
from audits.escalation.pages import SchoolCase
from audits.escalation.rules import OPEN
from audits.escalation.wording import letter_of, standing_of, steps_shown


def school_case(*, case_id: int) -> SchoolCase:
    """One case. Three queries. Raises PoorQualityCase.DoesNotExist."""
    case = PoorQualityCase.objects.select_related("audit__cycle", "school").get(pk=case_id)
    correction = Correction.objects.filter(case=case).order_by("-pk").first()
    is_waiting = correction is not None and correction.state in OPEN_CORRECTIONS
    return SchoolCase(
        id=case.pk,
        audit_id=case.audit_id,
        letter=letter_of(case, correction),
        is_open=case.state in OPEN,
        standing=standing_of(case),
        to_sign=correction.get_state_display() if correction and is_waiting else "",
        ended_at=case.ended_at,
        ended_why=case.ended_why,
        steps=steps_shown(list(case.steps.order_by("pk")), case, {}, None),
    )


def waiting_case(*, audit_id: int) -> tuple[int, date] | None:
    """The case that waits for this school, and until when; overdue ones too. One query."""
    rows = PoorQualityCase.objects.filter(audit_id=audit_id, state__in=(State.STARTED, State.STEPPED_UP))
    waiting = rows.filter(corrections__state__in=OPEN_CORRECTIONS)
    return waiting.values_list("pk", "due_on").first()


def is_over(due_on: date) -> bool:
    """The day has passed."""
    return due_on < timezone.localdate()


State = PoorQualityCase.State
