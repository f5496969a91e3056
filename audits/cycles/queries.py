"""Cycles as pages show them."""

from collections.abc import Sequence

from django.db.models import Count, Q, Window
from django.utils import timezone

from audits.cycles.asking import left_out, opening_of, planned_audits, without_audit
from audits.cycles.models import Cycle
from audits.cycles.transitions import CYCLE
from audits.cycles.types import AuditFilter, AuditOfSchool, AuditRow, CyclePage, CycleRow, Opening, SchoolPage
from audits.frameworks.applicability import NeedsAPerson
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from lscp_portal.tenancy.actor import Actor
from schools.register.queries import changes_of_school, matching, school_facts

PAGE = 100


def cycles() -> list[CycleRow]:
    """All cycles, newest first. One query."""
    submitted = Count("audits", filter=Q(audits__state__in=SUBMITTED))
    found = Cycle.objects.annotate(total=Count("audits"), submitted=submitted).order_by("-year", "-opens_on", "mode")
    return [
        CycleRow(
            row.pk,
            row.name,
            row.year_words,
            row.get_mode_display(),
            row.state,
            row.get_state_display(),
            row.due_on,
            row.total,
            row.submitted,
        )
        for row in found
    ]


def current_cycle() -> Cycle | None:
    """The cycle that is meant by "this year's": the latest open one, else the latest that was. One query."""
    found = Cycle.objects.exclude(state=Cycle.State.PLANNED)
    return max(found, key=lambda row: (row.state == Cycle.State.OPEN, row.opens_on, row.pk), default=None)


def cycle_page(*, actor: Actor, cycle_id: int, wanted: AuditFilter) -> CyclePage:
    """A cycle and up to 100 of its audits by school name. Raises Cycle.DoesNotExist.

    Two queries and, while it is open, a third, whatever the number of schools; four while it is planned.
    """
    counted = {f"in_{state}": Count("audits", filter=Q(audits__state=state)) for state in Audit.State.values}
    cycle = Cycle.objects.select_related("framework").annotate(**counted).get(pk=cycle_id)
    counts = [(value, str(label), getattr(cycle, f"in_{value}")) for value, label in Audit.State.choices]
    is_planned, is_open = cycle.state == Cycle.State.PLANNED, cycle.state == Cycle.State.OPEN
    rows, found = ([], 0) if is_planned else _audits(cycle, wanted)
    return CyclePage(
        id=cycle.pk,
        name=cycle.name,
        year_words=cycle.year_words,
        mode_words=cycle.get_mode_display(),
        framework_id=cycle.framework_id,
        framework=str(cycle.framework),
        section_codes=cycle.section_codes,
        state=cycle.state,
        state_words=cycle.get_state_display(),
        opens_on=cycle.opens_on,
        due_on=cycle.due_on,
        is_late=cycle.due_on < timezone.localdate(),
        opened_at=cycle.opened_at,
        offers=CYCLE.offers(cycle, actor),
        counts=[row for row in counts if row[2]],
        total=sum(number for _state, _words, number in counts),
        rows=rows,
        found=found,
        start=wanted.start,
        without=without_audit(cycle) if is_open else [],
        plan=what_opening_would_do(cycle) if is_planned else None,
    )


def what_opening_would_do(cycle: Cycle) -> Opening:
    """How many schools would be invited, who would be left out and why. Two queries."""
    sizes, without = [], []
    for school, profile, asked in planned_audits(cycle):
        if isinstance(profile, NeedsAPerson):
            without.append(left_out(school, profile))
        else:
            sizes.append(len(asked))
    return opening_of(sizes, without)


def school_page(*, school_id: int) -> SchoolPage:
    """A school, its audits and what imports changed about it. Three queries. Raises School.DoesNotExist."""
    school = school_facts(school_id=school_id)
    rows = Audit.objects.filter(school_id=school_id).select_related("cycle").order_by("-cycle__opens_on", "-pk")
    audits = [
        AuditOfSchool(
            row.cycle_id,
            row.cycle.name,
            row.get_state_display(),
            row.due_on,
            row.submitted_at,
            len(row.indicator_ids),
        )
        for row in rows
    ]
    return SchoolPage(school, audits, changes_of_school(urn=school.urn))


def _audits(cycle: Cycle, wanted: AuditFilter) -> tuple[Sequence[AuditRow], int]:
    """Up to 100 audits by school name, from `wanted.start`, and how many there are in all. One query."""
    condition = Q(state=wanted.state) if wanted.state else Q()
    if wanted.words.strip():
        condition &= matching(wanted.words, prefix="school__")
    rows = list(
        Audit.objects.filter(condition, cycle=cycle)
        .annotate(found=Window(Count("pk")))
        .select_related("school")
        .only("state", "submitted_at", "indicator_ids", "school__urn", "school__name")
        .order_by("school__name", "pk")[wanted.start : wanted.start + PAGE]
    )
    shown = [
        AuditRow(
            row.pk,
            row.school_id,
            row.school.urn,
            row.school.name,
            row.state,
            row.get_state_display(),
            row.submitted_at,
            len(row.indicator_ids),
        )
        for row in rows
    ]
    return shown, rows[0].found if shown else 0
