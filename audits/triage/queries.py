"""Reads that actions, tasks, first pages and schools need of bands."""

from datetime import date

from audits.cycles.models import Cycle
from audits.cycles.queries import current_cycle
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AWAITS_FEEDBACK, SUBMITTED
from audits.review.models import Review
from audits.triage.facts import days_late
from audits.triage.models import TriageBand, TriageReading
from audits.triage.rules import due_steps
from audits.triage.types import DueStep
from lscp_portal.tenancy.actor import Actor
from schools.holidays.queries import closures


def next_of_school(*, audit_id: int) -> list[DueStep]:
    """What the partnership does next for this school, in the school's own scope: never why, and no name of a band.

    [] before a person has decided, and once the letter is out. One query. The database limits rows and columns too.
    """
    kept = TriageBand.objects.filter(audit_id=audit_id, audit__state__in=AWAITS_FEEDBACK).exclude(
        state=TriageBand.State.PROPOSED
    )
    found = kept.values_list("band", "since", "days").first()
    if found is None:
        return []
    band, since, days = found
    return due_steps(band=band, since=since, days=days)


def missing_returns(*, today: date, at_least: int) -> list[int]:
    """Ids of audits that have not come so many working days after their due date, and have no band. Two queries."""
    waited_for = Cycle.State.OPEN, Cycle.State.CLOSED
    found = Audit.objects.filter(cycle__state__in=waited_for, due_on__lt=today, triage=None).exclude(
        state__in=SUBMITTED
    )  # fmt: skip
    holidays = closures()
    rows = found.select_related("school")
    return [audit.pk for audit in rows if days_late(audit, holidays, today=today) >= at_least]


def without_band() -> list[int]:
    """Ids of returns that are in and not yet answered by a letter, and have no band. One query."""
    return list(
        Audit.objects.filter(state__in=AWAITS_FEEDBACK, triage=None).order_by("pk").values_list("pk", flat=True)
    )


def bands_to_decide(*, actor: Actor) -> int:
    """How many bands of the current cycle wait for a decision. Two queries."""
    cycle = current_cycle()
    waiting = TriageBand.objects.filter(audit__cycle=cycle, state=TriageBand.State.PROPOSED)
    return waiting.exclude(school__in=actor.conflicts).count() if cycle else 0


def undecided_audits() -> list[int]:
    """Ids of audits whose band no person has decided yet, of cycles that are not complete. One query."""
    waiting = TriageBand.objects.filter(state=TriageBand.State.PROPOSED).exclude(
        audit__cycle__state=Cycle.State.COMPLETE
    )  # fmt: skip
    return list(waiting.order_by("audit_id").values_list("audit_id", flat=True))


def latest_reading(*, audit_id: int) -> TriageReading | None:
    """The last time this return was read by rules. One query."""
    found: TriageReading | None = TriageReading.objects.filter(audit_id=audit_id).order_by("-pk").first()
    return found


def readers_of(*, school_id: int) -> frozenset[int]:
    """Who reads or has read a return of this school, and did not give it back. One query."""
    kept = Review.objects.filter(school_id=school_id).exclude(state=Review.State.RELEASED)
    return frozenset(kept.values_list("reviewer_id", flat=True))
