"""When the feedback clocks of returns stood: for every page with a clock, in any scope that reads audits."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from audits.clarification.clock import Pause
from audits.clarification.models import ClarificationRound
from audits.escalation.models import PoorQualityCase

ANSWERING, MENDING = "answers questions", "mends its return"


def pauses_of(audit_ids: Collection[int]) -> dict[int, Sequence[Pause]]:
    """Audit -> its pauses, for rounds of questions and for a return that is mended; none for the others. One query."""
    asked = ClarificationRound.objects.filter(audit_id__in=audit_ids).order_by()
    cases = PoorQualityCase.objects.filter(audit_id__in=audit_ids).order_by()
    back_at = Coalesce("resubmitted_at", "ended_at")
    rows = asked.values_list("audit_id", "sent_at", "due_on", "ended_at", Value(ANSWERING)).union(
        cases.values_list("audit_id", "started_at", "due_on", back_at, Value(MENDING)), all=True
    )
    found: dict[int, list[Pause]] = defaultdict(list)
    for audit_id, *row in rows:
        found[audit_id].append(pause_of(*row))
    return {audit_id: tuple(sorted(pauses, key=lambda one: one.since)) for audit_id, pauses in found.items()}


def pause_of(sent_at: datetime, due_on: date, ended_at: datetime | None, why: str = ANSWERING) -> Pause:
    """The pause of one round, or of one case. What comes back after its day does not lengthen it."""
    until = min(due_on, timezone.localdate(ended_at)) if ended_at else due_on
    return Pause(timezone.localdate(sent_at), until, is_open=ended_at is None, why=why)
