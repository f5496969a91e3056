"""Cycles as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from audits.cycles.asking import opening_of, planned_audits
from audits.cycles.models import Cycle
from audits.cycles.types import LeftOut, Opening
from audits.frameworks.applicability import NeedsAPerson
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED

PAGE = 100


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One cycle and how far it has come."""

    cycle: Cycle
    audits: int
    submitted: int


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One school's return in a list."""

    audit_id: int
    urn: int
    school: str
    state: str
    state_words: str
    submitted_on: object
    indicators: int


@dataclass(frozen=True, slots=True)
class CyclePage:
    """A cycle with a page of its audits, and counts by state in the order of the workflow."""

    cycle: Cycle
    counts: Sequence[tuple[str, str, int]]
    rows: Sequence[AuditRow]
    total: int
    start: int


def cycles() -> list[CycleRow]:
    """All cycles, newest first. One query."""
    submitted = Count("audits", filter=Q(audits__state__in=SUBMITTED))
    found = Cycle.objects.select_related("framework").annotate(total=Count("audits"), submitted=submitted)
    return [CycleRow(row, row.total, row.submitted) for row in found.order_by("-year", "mode")]


def cycle_page(*, cycle_id: int, state: str = "", search: str = "", start: int = 0) -> CyclePage:
    """A cycle and up to 100 of its audits by school name, from `start`. Three queries, whatever the number of schools."""
    cycle = Cycle.objects.select_related("framework").get(pk=cycle_id)
    of_cycle = Audit.objects.filter(cycle=cycle)
    by_state = dict(of_cycle.values_list("state").annotate(Count("pk")))
    wanted = of_cycle.filter(**({"state": state} if state else {}))
    if search:
        wanted = wanted.filter(Q(school__search_text__contains=search.lower()) | Q(school__urn__startswith=search))
    found = wanted.select_related("school").order_by("school__name", "pk")[start : start + PAGE + 1]
    rows = [
        AuditRow(
            row.pk, row.school.urn, row.school.name, row.state, row.get_state_display(), row.submitted_at, len(row.indicator_ids)
        )
        for row in found
    ]  # fmt: skip
    counts = [(value, label, by_state.get(value, 0)) for value, label in Audit.State.choices]
    return CyclePage(cycle, counts, rows, sum(by_state.values()), start)


def what_opening_would_do(cycle_id: int) -> Opening:
    """How many schools would be invited, who would be left out and why. Three queries."""
    cycle = Cycle.objects.select_related("framework").get(pk=cycle_id)
    sizes, left_out = [], []
    for school, profile, asked in planned_audits(cycle):
        if isinstance(profile, NeedsAPerson):
            left_out.append(LeftOut(school.urn, school.name, profile.reason))
        else:
            sizes.append(len(asked))
    return opening_of(sizes, left_out)
