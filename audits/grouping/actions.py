"""Groups of a cycle: made, changed, taken out, opened; and what is arranged for single schools."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils import timezone

from audits.cycles.actions import locked_cycle
from audits.cycles.asking import Asking, unasked
from audits.cycles.inviting import invite
from audits.cycles.models import Arrangement, Cycle, CycleGroup
from audits.cycles.policies import may_run_cycles
from audits.cycles.types import Opening
from audits.frameworks.applicability import SchoolProfile
from audits.grouping.dividing import divided
from audits.grouping.rules import can_be_arranged, has_not_opened, its_cycle_is_open, its_day_has_come
from audits.grouping.types import Division, Done, GroupDates, Order
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.holidays.queries import closures
from schools.register.models import School


def divide(*, actor: Actor, cycle_id: int, division: Division) -> int:
    """Make groups and put every school that has no audit into one; return how many groups.

    Raises PermissionDenied, and Refused when there are groups already. 8 statements, whatever the number of schools.
    """
    cycle = _cycle(actor, cycle_id, "cycle.divide")
    if CycleGroup.objects.filter(cycle=cycle, removed_at=None).exists():
        raise Refused([Blocker("groups", "There are groups already. Take them out first, or move schools by hand.")])
    schools = list(School.objects.filter(unasked(cycle)))
    parts = divided(schools, by=division.by, number=division.number)
    groups = CycleGroup.objects.bulk_create(
        _group(cycle, GroupDates(name, *division.dates(place)), place) for place, (name, _ids) in enumerate(parts)
    )
    placed = {key: group.pk for group, (_name, ids) in zip(groups, parts, strict=True) for key in ids}
    _arrange(actor, cycle, placed, lambda _row, key: {"group_id": placed[key]})
    _frame(cycle)
    record(actor, "cycle.divided", cycle, by=division.by, groups=[group.pk for group in groups], schools=len(placed))
    return len(groups)


def add_group(*, actor: Actor, cycle_id: int, dates: GroupDates) -> CycleGroup:
    """A group without schools yet. Raises PermissionDenied, Refused."""
    cycle = _cycle(actor, cycle_id, "cycle.add_group")
    places = CycleGroup.objects.filter(cycle=cycle)
    if cycle.state != Cycle.State.PLANNED and not places.filter(removed_at=None).exists():
        raise Refused([Blocker("all", "Every school was asked when the cycle opened, so groups would change nothing.")])
    last = places.aggregate(last=Max("position"))["last"]
    group = _kept(_group(cycle, dates, 0 if last is None else last + 1))
    _frame(cycle)
    record(actor, "cycle.group_added", group, opens_on=dates.opens_on, due_on=dates.due_on)
    return group


def change_group(*, actor: Actor, group_id: int, dates: GroupDates) -> CycleGroup:
    """Give a group that has not opened another name or other dates. Raises PermissionDenied, Refused."""
    group = _locked_group(actor, group_id, "cycle.change_group")
    _refuse([*can_be_arranged(group.cycle), *has_not_opened(group)])
    group.name, group.opens_on, group.due_on = dates.name, dates.opens_on, dates.due_on
    _kept(group)
    _frame(group.cycle)
    record(actor, "cycle.group_changed", group, opens_on=dates.opens_on, due_on=dates.due_on)
    return group


def remove_group(*, actor: Actor, group_id: int) -> CycleGroup:
    """Take out a group that has not opened; its schools are in no group then. Raises PermissionDenied, Refused."""
    group = _locked_group(actor, group_id, "cycle.remove_group")
    _refuse([*can_be_arranged(group.cycle), *has_not_opened(group)])
    group.removed_at = timezone.now()
    group.save(update_fields=["removed_at"])
    Arrangement.objects.filter(group=group).update(group=None)
    _frame(group.cycle)
    record(actor, "cycle.group_removed", group)
    return group


def open_group(*, actor: Actor | None, group_id: int) -> Opening | None:
    """Ask the schools of a group now. actor None: the worker, on its day; None when that is not today, or it is open.

    Raises PermissionDenied, Refused. 11 statements, whatever the number of schools; the worker one more.
    """
    group = _locked_group(actor, group_id, "cycle.open_group")
    if actor is None and not _opens_by_itself(group):
        return None
    _refuse([*has_not_opened(group), *its_cycle_is_open(group)])
    group.opened_at = timezone.now()
    group.save(update_fields=["opened_at"])
    return invite(actor, group.cycle, "cycle.group_opened")


def arrange(*, actor: Actor, cycle_id: int, school_ids: Collection[int], order: Order) -> Done:
    """Move schools into a group, ask them in a mode of their own, or not at all; or by the cycle's rule again.

    A school that was asked and has not started can still be asked in another mode; nothing else changes once its
    audit exists. Raises PermissionDenied, and Refused without a reason where one is needed or when a group is not this
    cycle's. 9 statements at most, whatever the number of schools.
    """
    cycle = _cycle(actor, cycle_id, "cycle.arrange")
    _refuse(_problems(cycle, order))
    free = set(School.objects.filter(unasked(cycle), pk__in=school_ids).values_list("pk", flat=True))
    free |= _ask_otherwise(cycle, set(school_ids) - free, order.mode) if order.what == "mode" else set()
    _arrange(actor, cycle, free, lambda row, _key: _changed(row, order))
    record(actor, "cycle.arranged", cycle, what=order.what, group=order.group_id, mode=order.mode, schools=sorted(free))
    return Done(len(free), len(set(school_ids) - free))


def _opens_by_itself(group: CycleGroup) -> bool:
    return group.cycle.state == Cycle.State.OPEN and its_day_has_come(group, closed=closures().everywhere)


def _ask_otherwise(cycle: Cycle, school_ids: Collection[int], mode: str) -> set[int]:
    """Ask schools that have not started their audit what this mode asks; return their ids. Three statements."""
    rows = Audit.objects.select_for_update(of=("self",), no_key=True).filter(cycle=cycle, state=Audit.State.INVITED)
    audits = list(rows.filter(school_id__in=school_ids))
    if audits:
        asking = Asking.of(cycle)
        for audit in audits:
            profile = SchoolProfile(audit.governance, frozenset(audit.features))
            audit.mode, audit.indicator_ids = mode, asking.ids_for(profile, mode)
        Audit.objects.bulk_update(audits, ["mode", "indicator_ids"])
    return {audit.school_id for audit in audits}


def _problems(cycle: Cycle, order: Order) -> Iterable[Blocker]:
    if order.what in {"mode", "not_asked"} and not order.reason.strip():
        yield Blocker("reason", "Say why: the schools read it.")
    groups = CycleGroup.objects.filter(pk=order.group_id, cycle=cycle, removed_at=None)
    if order.group_id and not groups.exists():
        yield Blocker("group", "This group is not there any more. Look at the groups again.")
    if order.mode == "deep_dive" and not cycle.section_codes:
        yield Blocker("sections", "This cycle chose no sections for a deep dive.")


def _changed(row: Arrangement, order: Order) -> dict[str, Any]:
    if order.what == "group":
        return {"group_id": order.group_id or None}
    if order.what == "mode":
        return {"mode": order.mode, "is_asked": True, "reason": order.reason}
    if order.what == "not_asked":
        return {"is_asked": False, "reason": order.reason}
    return {"mode": "", "is_asked": True, "reason": ""} if row.mode or not row.is_asked else {}


def _arrange(actor: Actor, cycle: Cycle, school_ids: Collection[int], change: Any) -> None:  # noqa: ANN401 - a function
    """Write what changes for each school, in two statements. change: (row, school id) -> values."""
    rows = {row.school_id: row for row in Arrangement.objects.filter(cycle=cycle, school_id__in=school_ids)}
    now = timezone.now()
    for key in school_ids:
        row = rows.setdefault(key, Arrangement(tenant_id=cycle.tenant_id, cycle=cycle, school_id=key))
        row.arranged_by_id, row.arranged_at = actor.person_id, now
        for name, value in change(row, key).items():
            setattr(row, name, value)
    for row in rows.values():
        row.pk = None
    Arrangement.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["tenant", "cycle", "school"],
        update_fields=["group", "mode", "is_asked", "reason", "arranged_by_id", "arranged_at"],
    )


def _cycle(actor: Actor, cycle_id: int, what: str) -> Cycle:
    cycle = locked_cycle(cycle_id)
    if not may_run_cycles(actor, cycle):
        raise PermissionDenied(what)
    _refuse(can_be_arranged(cycle))
    return cycle


def _locked_group(actor: Actor | None, group_id: int, what: str) -> CycleGroup:
    """The group, under its cycle's lock."""
    cycle = locked_cycle(CycleGroup.objects.values_list("cycle_id", flat=True).get(pk=group_id))
    if actor is not None and not may_run_cycles(actor, cycle):
        raise PermissionDenied(what)
    group: CycleGroup = CycleGroup.objects.get(pk=group_id)
    group.cycle = cycle
    return group


def _group(cycle: Cycle, dates: GroupDates, position: int) -> CycleGroup:
    return CycleGroup(
        tenant_id=cycle.tenant_id,
        cycle=cycle,
        name=dates.name,
        opens_on=dates.opens_on,
        due_on=dates.due_on,
        position=position,
    )


def _kept(group: CycleGroup) -> CycleGroup:
    """Saved. Raises Refused when another group of the cycle has this name."""
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as clash:
        if "cycle_group_once_per_name" not in str(clash):
            raise
        raise Refused([Blocker("name", f"There is a group called {group.name} already.")]) from clash
    return group


def _frame(cycle: Cycle) -> None:
    """The cycle begins with its first group and is due with its last."""
    groups = CycleGroup.objects.filter(cycle=cycle, removed_at=None)
    found = groups.aggregate(opens_on=Min("opens_on"), due_on=Max("due_on"))
    if found["opens_on"]:
        cycle.opens_on, cycle.due_on = found["opens_on"], found["due_on"]
        cycle.save(update_fields=["opens_on", "due_on"])


def _refuse(found: Iterable[Blocker]) -> None:
    if blockers := list(found):
        raise Refused(blockers)
