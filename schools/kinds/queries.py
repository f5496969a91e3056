"""What was decided about the kinds of schools."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lscp_portal.accounts.queries import names_of
from schools.kinds.models import KindDecision


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. governance: a key, "" when it was taken back."""

    governance: str
    reason: str
    by: str
    at: datetime


def decided_kinds() -> dict[int, str]:
    """School id -> the governance that somebody decided, of every school that has one. One query."""
    rows = KindDecision.objects.order_by("pk").values_list("school_id", "governance")
    return {school_id: governance for school_id, governance in dict(rows).items() if governance}


def decided_kind(*, school_id: int) -> str:
    """The governance decided for one school, "" for none. One query; staff of the partnership only."""
    found = KindDecision.objects.filter(school_id=school_id).order_by("-pk").values_list("governance", flat=True)
    return found.first() or ""


def decisions_on(*, school_id: int) -> Sequence[Decided]:
    """All decisions on one school, latest first. Two queries."""
    rows = list(KindDecision.objects.filter(school_id=school_id).order_by("-pk"))
    people = names_of(row.decided_by_id for row in rows)
    return [
        Decided(row.governance, row.reason, people.get(row.decided_by_id, "Somebody who has left"), row.decided_at)
        for row in rows
    ]
