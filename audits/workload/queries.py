"""Reads of the workload. Eleven queries at most, whatever the number of readers and returns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from audits.clarification.models import ClarificationRound
from audits.clarification.pauses import pauses_of
from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from audits.minutes.queries import middle_minutes
from audits.review.models import Review
from audits.review.rules import lies_idle
from audits.triage.models import Band
from audits.workload.types import GivenBackRow, IdleRow, ReaderRow, Workload
from lscp_portal.accounts.models import InterestDeclaration
from lscp_portal.accounts.queries import GONE, holders, names_of
from lscp_portal.calendar.working_days import working_days_between
from lscp_portal.tenancy.actor import Actor

SHOWN = 20  # readings given back: the latest
NO_BAND = "No band yet"
State = Review.State


def workload(*, actor: Actor, cycle_id: int, today: date) -> Workload:
    """Every reader by name, what nobody reads, what lies idle. cycle_id: 0 for the present one. Eleven queries."""
    cycles = list(Cycle.objects.exclude(state=Cycle.State.PLANNED).order_by("-opens_on", "-pk"))
    cycle = _chosen(cycles, cycle_id)
    counts = _counts(cycle.pk if cycle else 0)
    idle = _idle_reviews(today)
    given = list(_given_back(actor, cycle.pk if cycle else 0))
    reviewers = set(holders(roles={"reviewer"}))
    reads = reviewers | {key for key, row in counts.items() if row["reading"] or row["handed_in"]}
    others = {key for row in (*idle, *given) for key in (row.reviewer_id, row.released_by_id) if key}
    names = names_of(reads | others)
    questions, conflicts = _questions(today), _conflicts(reads)
    readers = [
        ReaderRow(
            name=names.get(key, GONE),
            is_reviewer=key in reviewers,
            reading=counts.get(key, {}).get("reading", 0),
            handed_in=counts.get(key, {}).get("handed_in", 0),
            oldest_on=_day(counts.get(key, {}).get("oldest")),
            questions=questions.get(key, 0),
            conflicts=conflicts[key],
        )
        for key in reads
    ]
    return Workload(
        cycles=[(row.pk, row.name) for row in cycles],
        cycle_id=cycle.pk if cycle else 0,
        cycle_name=cycle.name if cycle else "",
        readers=sorted(readers, key=lambda row: row.name.casefold()),
        waiting=_waiting(),
        idle=[_idle_row(row, names, actor, today) for row in idle],
        middle_minutes=middle_minutes(cycle_id=cycle.pk) if cycle else None,
        given_back=[_given_row(row, names) for row in given],
    )


def _chosen(cycles: Sequence[Cycle], cycle_id: int) -> Cycle | None:
    """The one asked for, else the latest open one, else the latest."""
    by_key = {row.pk: row for row in cycles}
    is_open = (row for row in cycles if row.state == Cycle.State.OPEN)
    return by_key.get(cycle_id) or next(is_open, None) or next(iter(cycles), None)


def _counts(cycle_id: int) -> dict[int, dict[str, Any]]:
    """Reader -> how many are being read, how many were handed in in one cycle, when the oldest was taken."""
    claimed = Q(state=State.CLAIMED)
    rows = Review.objects.order_by().values("reviewer_id")
    counted = rows.annotate(
        reading=Count("pk", filter=claimed),
        handed_in=Count("pk", filter=Q(state=State.SUBMITTED, audit__cycle_id=cycle_id)),
        oldest=Min(Coalesce("resumed_at", "claimed_at"), filter=claimed),
    )
    return {row["reviewer_id"]: row for row in counted}


def _questions(today: date) -> dict[int, int]:
    """Reader -> readings for which questions are with the school."""
    asked = Q(audit__rounds__state=ClarificationRound.State.SENT, audit__rounds__due_on__gte=today)
    rows = Review.objects.filter(asked, state=State.CLAIMED).order_by().values_list("reviewer_id")
    return dict(rows.annotate(Count("pk", distinct=True)))


def _conflicts(people: set[int]) -> Counter[int]:
    """Person -> schools with a conflict that stands: the latest declaration counts."""
    rows = InterestDeclaration.objects.filter(person_id__in=people).order_by("declared_at", "pk")
    latest: dict[tuple[int, int], bool] = {}
    for person, school, has_conflict in rows.values_list("person_id", "school_id", "has_conflict"):
        latest[person, school] = has_conflict
    return Counter(person for (person, _school), has_conflict in latest.items() if has_conflict)


def _waiting() -> list[tuple[str, int]]:
    """Returns that nobody reads, by band, the closest first."""
    rows = Audit.objects.filter(state=Audit.State.SUBMITTED).order_by().values_list("triage__band")
    counted = dict(rows.annotate(Count("pk")))
    words = [*((str(band.value), str(band.label)) for band in Band), (None, NO_BAND)]
    return [(label, counted[key]) for key, label in words if counted.get(key)]


def _idle_reviews(today: date) -> list[Review]:
    """Readings in which nothing was saved for ten working days, the longest first; not while a school answers."""
    begun = timezone.make_aware(datetime.combine(today, time.min))
    last = Greatest("claimed_at", "resumed_at", Max("scores__scored_at"))
    rows = Review.objects.filter(state=State.CLAIMED).select_related("school").annotate(last=last)
    old = list(rows.filter(last__lt=begun).order_by("last", "pk"))
    pauses = pauses_of([row.audit_id for row in old])
    return [
        row
        for row in old
        if lies_idle(_on(row), today=today) and not any(one.stands_on(today) for one in pauses.get(row.audit_id, ()))
    ]


def _given_back(actor: Actor, cycle_id: int) -> Any:  # noqa: ANN401 - a QuerySet of annotated reviews
    rows = Review.objects.filter(state=State.RELEASED, released_at__isnull=False, audit__cycle_id=cycle_id)
    seen = rows.exclude(school_id__in=actor.conflicts).select_related("school")
    return seen.order_by(F("released_at").desc(), "-pk")[:SHOWN]


def _idle_row(row: Review, names: Mapping[int, str], actor: Actor, today: date) -> IdleRow:
    return IdleRow(
        review_id=row.pk,
        school=row.school.name,
        reader=names.get(row.reviewer_id, GONE),
        taken_on=timezone.localdate(row.resumed_at or row.claimed_at),
        last_on=_on(row),
        days=working_days_between(_on(row), today),
        may_open=row.school_id not in actor.conflicts,
    )


def _given_row(row: Review, names: Mapping[int, str]) -> GivenBackRow:
    by_another = row.released_by_id is not None and row.released_by_id != row.reviewer_id
    return GivenBackRow(
        review_id=row.pk,
        school=row.school.name,
        reader=names.get(row.reviewer_id, GONE),
        on=timezone.localdate(row.released_at),
        by=names.get(row.released_by_id or 0, GONE) if by_another else "",
        why=row.released_why,
    )


def _on(row: Review) -> date:
    """The day on which something was saved last."""
    return timezone.localdate(row.last)  # type: ignore[attr-defined] # annotated


def _day(instant: datetime | None) -> date | None:
    return timezone.localdate(instant) if instant else None
