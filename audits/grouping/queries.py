"""Groups and schools of a cycle, and groups whose day has come."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from audits.cycles.asking import Planned
from audits.cycles.models import Cycle, CycleGroup, Mode
from audits.cycles.queries import groups_of
from audits.cycles.types import Ask, Obstacle
from audits.grouping.rules import groups_open_on
from audits.grouping.types import GroupingPage, SchoolFilter, SchoolRow
from audits.lifecycle.models import Audit
from schools.holidays.queries import closures
from schools.register.models import OPEN_HERE, School
from schools.register.queries import matching

PAGE = 100
NONE = "none"
FIELDS = ("urn", "name", "phase", "establishment_type", "la_code", "la_name", "trust_uid", "trust_name", "gias_profile")


def grouping_page(*, cycle_id: int, wanted: SchoolFilter) -> GroupingPage:
    """Groups with their numbers, and up to 100 of the schools looked for. Raises Cycle.DoesNotExist.

    At most fourteen queries, whatever the number of schools.
    """
    cycle = Cycle.objects.select_related("framework").get(pk=cycle_id)
    schools = list(School.objects.filter(OPEN_HERE).order_by("name", "pk").only(*FIELDS))
    rows = _rows(cycle, schools)
    found = _found(rows, wanted)
    trusts = {uid: name for one in schools for uid, name in _trusts(one)}
    return GroupingPage(
        cycle_id=cycle.pk,
        cycle=cycle.name,
        is_planned=cycle.state == Cycle.State.PLANNED,
        opens_on=cycle.opens_on,
        has_sections=bool(cycle.section_codes),
        mode_words=cycle.get_mode_display(),
        groups=groups_of(cycle, closures()),
        rows=found[wanted.start : wanted.start + PAGE],
        found=len(found),
        start=wanted.start,
        schools=len(rows),
        unplaced=sum(row.is_asked and row.group_id is None for row in rows),
        not_asked=sum(not row.is_asked for row in rows),
        phases=sorted({row.phase for row in rows}),
        authorities=sorted({(one.la_code, one.la_name) for one in schools}, key=lambda pair: pair[1]),
        trusts=sorted(trusts.items(), key=lambda pair: pair[1].lower()),
    )


def ids_found(*, cycle_id: int, wanted: SchoolFilter) -> list[int]:
    """Ids of all schools that the search finds, not only of those shown. At most twelve queries."""
    cycle = Cycle.objects.select_related("framework").get(pk=cycle_id)
    schools = list(School.objects.filter(OPEN_HERE).order_by("name", "pk").only(*FIELDS))
    return [row.school_id for row in _found(_rows(cycle, schools), wanted)]


def group_of(*, group_id: int) -> CycleGroup:
    """One group with its cycle. One query. Raises CycleGroup.DoesNotExist."""
    found: CycleGroup = CycleGroup.objects.select_related("cycle").get(pk=group_id, removed_at=None)
    return found


def groups_due() -> list[int]:
    """Ids of the groups of open cycles that open by themselves today; none on a closed day. Two queries."""
    if not groups_open_on(timezone.localdate(), closed=closures().everywhere):
        return []
    due = CycleGroup.objects.filter(cycle__state=Cycle.State.OPEN, removed_at=None, opened_at=None)
    return list(due.filter(opens_on__lte=timezone.localdate()).order_by("opens_on", "pk").values_list("pk", flat=True))


def _rows(cycle: Cycle, schools: Iterable[School]) -> list[SchoolRow]:
    planned = Planned.of(cycle)
    audits = {row.school_id: row for row in Audit.objects.filter(cycle=cycle).select_related("group")}
    return [
        _asked(audits[school.pk], school) if school.pk in audits else _planned(planned.ask(school))
        for school in schools
    ]


def _asked(audit: Audit, school: School) -> SchoolRow:
    return SchoolRow(
        school_id=school.pk,
        urn=school.urn,
        name=school.name,
        phase=school.kind,
        la_code=school.la_code,
        trusts=frozenset(school.trust_uid.split("~")),
        group_id=audit.group_id,
        group=audit.group.name if audit.group else "",
        mode=audit.mode,
        mode_words=audit.get_mode_display(),
        why="",
        is_asked=True,
        indicators=len(audit.indicator_ids),
        audit_state=audit.get_state_display(),
    )


def _planned(ask: Ask) -> SchoolRow:
    school = ask.school
    is_asked = ask.obstacle != Obstacle.NOT_ASKED
    unclear = ask.reason if ask.obstacle == Obstacle.UNCLEAR else ""
    return SchoolRow(
        school_id=school.pk,
        urn=school.urn,
        name=school.name,
        phase=school.kind,
        la_code=school.la_code,
        trusts=frozenset(school.trust_uid.split("~")),
        group_id=ask.group.pk if ask.group else None,
        group=ask.group.name if ask.group else "",
        mode=ask.mode,
        mode_words=str(Mode(ask.mode).label),
        why=unclear or (ask.why if is_asked else ask.reason),
        is_asked=is_asked,
        indicators=len(ask.indicator_ids),
        audit_state="",
    )


def _found(rows: Sequence[SchoolRow], wanted: SchoolFilter) -> list[SchoolRow]:
    """Those that fit the search; one query where it has words."""
    meant = None
    if wanted.words.strip():
        meant = set(School.objects.filter(OPEN_HERE & matching(wanted.words)).values_list("pk", flat=True))
    return [row for row in rows if (meant is None or row.school_id in meant) and _fits(row, wanted)]


def _fits(row: SchoolRow, wanted: SchoolFilter) -> bool:
    group = "" if row.group_id is None else str(row.group_id)
    checks = (
        not wanted.phase or row.phase == wanted.phase,
        not wanted.la_code or row.la_code == wanted.la_code,
        not wanted.trust_uid or wanted.trust_uid in row.trusts,
        not wanted.group or (group or NONE) == wanted.group,
        wanted.how != "not_asked" or not row.is_asked,
        wanted.how != "different" or (bool(row.why) and row.is_asked and bool(row.indicators)),
    )
    return all(checks)


def _trusts(school: School) -> list[tuple[str, str]]:
    return [pair for pair in zip(school.trust_uid.split("~"), school.trust_name.split("~"), strict=False) if pair[0]]
