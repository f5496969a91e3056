"""Cycles as pages show them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from audits.cycles.asking import asks, preview_of, without_audit
from audits.cycles.dates import warnings_for
from audits.cycles.models import Arrangement, Cycle, CycleGroup, Mode
from audits.cycles.transitions import CYCLE
from audits.cycles.types import (
    Ask,
    AuditFilter,
    AuditRow,
    ClosingPage,
    CyclePage,
    CycleRow,
    GroupRow,
    LeftOut,
    Obstacle,
)
from audits.extensions.models import DueDateExtension, ExtensionRequest, Reason
from audits.frameworks.models import Section
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from lscp_portal.tenancy.actor import Actor
from schools.holidays.queries import closures
from schools.holidays.types import Closures
from schools.register.queries import matching

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

    At most sixteen queries, whatever the number of schools.
    """
    counted = {f"in_{state}": Count("audits", filter=Q(audits__state=state)) for state in Audit.State.values}
    late = Count("audits", filter=Q(audits__due_on__lt=timezone.localdate()) & ~Q(audits__state__in=SUBMITTED))
    cycle = Cycle.objects.select_related("framework").annotate(late=late, **counted).get(pk=cycle_id)
    counts = [(value, str(label), getattr(cycle, f"in_{value}")) for value, label in Audit.State.choices]
    is_planned, is_open = cycle.state == Cycle.State.PLANNED, cycle.state == Cycle.State.OPEN
    rows, found = ([], 0) if is_planned else _audits(cycle, wanted)
    planned = asks(cycle) if is_planned else []
    holidays = closures() if is_planned else None
    groups = groups_of(cycle, holidays)
    return CyclePage(
        id=cycle.pk,
        name=cycle.name,
        year_words=cycle.year_words,
        mode_words=cycle.get_mode_display(),
        framework_id=cycle.framework_id,
        framework=str(cycle.framework),
        sections=section_titles(cycle),
        state=cycle.state,
        state_words=cycle.get_state_display(),
        opens_on=cycle.opens_on,
        due_on=cycle.due_on,
        is_late=cycle.due_on < timezone.localdate(),
        opened_at=cycle.opened_at,
        closed_on=cycle.closed_on,
        late=cycle.late,
        groups=groups,
        extensions=[] if is_planned else extensions_by_reason(cycle),
        requests=0 if is_planned else requests_waiting(cycle),
        different=[_different(row) for row in planned if row.why and row.obstacle in {None, Obstacle.LATER}],
        warnings=warnings_for(dates_of(cycle), holidays) if holidays and not groups else (),
        offers=CYCLE.offers(cycle, actor),
        counts=[row for row in counts if row[2]],
        total=sum(number for _state, _words, number in counts),
        rows=rows,
        found=found,
        start=wanted.start,
        without=without_audit(cycle) if is_open else [],
        plan=preview_of(planned) if is_planned else None,
    )


def group_choices(*, cycle_id: int) -> list[tuple[int, str]]:
    """(id, name) of a cycle's groups, in order. One query."""
    found = CycleGroup.objects.filter(cycle_id=cycle_id, removed_at=None).order_by("position", "pk")
    return list(found.values_list("pk", "name"))


def closing_page(*, cycle_id: int) -> ClosingPage:
    """Which schools have not handed in, before a cycle is closed. Three queries. Raises Cycle.DoesNotExist."""
    cycle, today = Cycle.objects.get(pk=cycle_id), timezone.localdate()
    open_still = Audit.objects.filter(cycle=cycle).exclude(state__in=SUBMITTED).order_by("school__name")
    rows = list(open_still.values_list("school__name", "school__urn", "due_on", "extended_to"))
    return ClosingPage(
        id=cycle.pk,
        name=cycle.name,
        late=[(name, urn, due_on) for name, urn, due_on, _more in rows if due_on < today],
        waiting=sum(due_on >= today for _name, _urn, due_on, _more in rows),
        can_go_on=sum(more is not None and more >= today for *_school, more in rows),
        groups_to_open=CycleGroup.objects.filter(cycle=cycle, removed_at=None, opened_at=None).count(),
    )


def groups_of(cycle: Cycle, holidays: Closures | None = None) -> list[GroupRow]:
    """The groups in order, how many schools each has, and which of its dates fall on closed days. One query."""
    submitted = Q(state__in=SUBMITTED)
    planned = Arrangement.objects.filter(group=OuterRef("pk"), is_asked=True).filter(
        school__status__in=("open", "closing"), school__left_area_on=None
    )
    found = CycleGroup.objects.filter(cycle=cycle, removed_at=None).annotate(
        planned=_number(planned),
        asked=_number(Audit.objects.filter(group=OuterRef("pk"))),
        submitted=_number(Audit.objects.filter(submitted, group=OuterRef("pk"))),
    )
    return [
        GroupRow(
            id=row.pk,
            name=row.name,
            opens_on=row.opens_on,
            due_on=row.due_on,
            is_open=row.opened_at is not None,
            schools=row.asked if row.opened_at else row.planned,
            submitted=row.submitted,
            warnings=warnings_for(dates_of(row), holidays) if holidays else (),
        )
        for row in found.order_by("position", "pk")
    ]


def dates_of(row: Cycle | CycleGroup) -> list[tuple[str, date]]:
    """The dates of a cycle or group with what they are."""
    return [("The opening date", row.opens_on), ("The due date", row.due_on)]


def extensions_by_reason(cycle: Cycle) -> list[tuple[str, int]]:
    """How many schools got more time, by reason in words. One query."""
    rows = DueDateExtension.objects.filter(audit__cycle=cycle).order_by().values_list("reason")
    counts = dict(rows.annotate(Count("audit", distinct=True)))
    return [(str(words), counts[key]) for key, words in Reason.choices if key in counts]


def requests_waiting(cycle: Cycle) -> int:
    """How many schools wait for an answer to their request for more time. One query."""
    waiting = ExtensionRequest.objects.filter(audit__cycle=cycle, state=ExtensionRequest.State.ASKED)
    return int(waiting.count())


def section_titles(cycle: Cycle) -> list[str]:
    """The titles of a deep dive's sections, in the framework's order. One query; none for other modes."""
    if not cycle.section_codes:
        return []
    found = Section.objects.filter(framework_id=cycle.framework_id, code__in=cycle.section_codes)
    return list(found.order_by("position").values_list("title", flat=True))


def _different(row: Ask) -> LeftOut:
    """A school that is asked in another mode than its cycle's, and why."""
    return LeftOut(row.school.pk, row.school.urn, row.school.name, f"{Mode(row.mode).label}: {row.why}")


def _number(rows: "QuerySet[Any]") -> Subquery:
    counted = rows.order_by().values("group").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)  # type: ignore[return-value]


def audits_wanted(wanted: AuditFilter) -> Q:
    """The condition on audits that somebody looks for."""
    condition = Q(state=wanted.state) if wanted.state else Q()
    if wanted.group:
        condition &= Q(group_id=wanted.group)
    if wanted.is_late:
        condition &= Q(due_on__lt=timezone.localdate()) & ~Q(state__in=SUBMITTED)
    if wanted.words.strip():
        condition &= matching(wanted.words, prefix="school__")
    return condition


def _audits(cycle: Cycle, wanted: AuditFilter) -> tuple[Sequence[AuditRow], int]:
    """Up to 100 audits by school name, from `wanted.start`, and how many there are in all. One query."""
    condition = audits_wanted(wanted)
    rows = list(
        Audit.objects.filter(condition, cycle=cycle)
        .annotate(found=Window(Count("pk")))
        .select_related("school")
        .only("state", "submitted_at", "indicator_ids", "due_on", "mode", "school__urn", "school__name")
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
            row.due_on,
            row.get_mode_display(),
        )
        for row in rows
    ]
    return shown, rows[0].found if shown else 0
