"""When the feedback clocks of returns stood: for every page with a clock, in any scope that reads audits."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.utils import timezone

from audits.clarification.clock import Pause
from audits.clarification.models import ClarificationRound


def pauses_of(audit_ids: Collection[int]) -> dict[int, Sequence[Pause]]:
    """Audit -> its pauses; none for an audit without rounds. One query."""
    found: dict[int, list[Pause]] = defaultdict(list)
    rows = ClarificationRound.objects.filter(audit_id__in=audit_ids).order_by("number")
    for audit_id, *row in rows.values_list("audit_id", "sent_at", "due_on", "ended_at"):
        found[audit_id].append(pause_of(*row))
    return {audit_id: tuple(pauses) for audit_id, pauses in found.items()}


def pause_of(sent_at: datetime, due_on: date, ended_at: datetime | None) -> Pause:
    """The pause of one round. Answers that come after their day do not lengthen it."""
    until = min(due_on, timezone.localdate(ended_at)) if ended_at else due_on
    return Pause(timezone.localdate(sent_at), until, is_open=ended_at is None)
