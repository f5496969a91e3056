"""Lists of improvements: of one school, of a partnership; each kind of list is one condition, counted there."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from audits.improvement.models import BY_GOVERNORS, Improvement, ImprovementReminder
from audits.improvement.policies import SENIOR
from audits.improvement.rules import OPEN, WITH_SCHOOL, days_late
from audits.improvement.types import Listed, Row
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor
from schools.holidays.queries import closures

PAGE = 100
State = Improvement.State
Kinds = Mapping[str, tuple[str, Q]]


def late_on(today: date) -> Q:
    """The condition on what is late: its date has passed, and nobody of the school has said that it is done."""
    return Q(state__in=WITH_SCHOOL, due_on__lt=today)


def escalated() -> Q:
    """The condition on what has climbed the whole ladder for the date it has now, and is still with the school."""
    reached = ImprovementReminder.objects.filter(
        improvement=OuterRef("pk"), due_on=OuterRef("due_on"), rung=ImprovementReminder.Rung.LEAD
    )
    return Q(state__in=WITH_SCHOOL) & Q(Exists(reached))


def to_verify_by(actor: Actor) -> Q:
    """The condition on what waits for this very person of a school to verify it: as policies.may_verify says it."""
    if not actor.roles & {*BY_GOVERNORS, *SENIOR}:
        return Q(pk__in=())
    waits = Q(state=State.SAID_DONE, is_critical=False) & ~Q(hands__contains=[actor.person_id])
    return waits if actor.roles & set(BY_GOVERNORS) else waits & Q(owner_id__isnull=False)


def kinds_at_school(today: date) -> Kinds:
    """What a school may look at: key -> words and condition."""
    return {
        "open": ("Open", Q(state__in=OPEN)),
        "agree": ("To be agreed", Q(state=State.PROPOSED)),
        "late": ("Late", late_on(today)),
        "check": ("To be verified", Q(state=State.SAID_DONE)),
        "done": ("Done and verified", Q(state=State.VERIFIED)),
        "withdrawn": ("Withdrawn", Q(state=State.WITHDRAWN)),
    }


def kinds_in_area(today: date) -> Kinds:
    """What the partnership may look at: key -> words and condition."""
    return {
        "check": ("To verify", Q(state=State.SAID_DONE)),
        "critical": ("Critical and open", Q(state__in=OPEN, is_critical=True)),
        "late": ("Late", late_on(today)),
        "escalated": ("Late, and on your list", escalated()),
        "later": ("Planned later than asked", Q(state__in=OPEN, due_on__gt=F("asked_due_on"))),
        "open": ("Open", Q(state__in=OPEN)),
        "done": ("Done and verified", Q(state=State.VERIFIED)),
    }


def school_list(*, actor: Actor, school_id: int, shown: str) -> Listed:
    """One school's list, the soonest first; a contributor's own. Four queries at most, however many there are."""
    kinds = kinds_at_school(timezone.localdate())
    rows = Improvement.objects.filter(school_id=school_id)
    if not actor.works_for_area and not actor.sees_whole_school:
        rows = rows.filter(owner_id=actor.person_id)
    return _listed(rows, kinds, shown if shown in kinds else "open")


def area_list(*, actor: Actor, shown: str, start: int = 0) -> Listed:
    """The list across schools without a declared conflict, a hundred at a time. Four queries at most."""
    kinds = kinds_in_area(timezone.localdate())
    rows = Improvement.objects.exclude(school_id__in=actor.conflicts)
    return _listed(rows, kinds, shown if shown in kinds else "check", start=start, most=PAGE)


def area_rows(*, actor: Actor, shown: str) -> list[Row]:
    """Everything of one kind, for a file. Three queries."""
    kinds = kinds_in_area(timezone.localdate())
    _words, condition = kinds.get(shown, kinds["open"])
    return rows_of(Improvement.objects.exclude(school_id__in=actor.conflicts).filter(condition))


def counts_for(*, actor: Actor, without_schools: Collection[int]) -> dict[str, int]:
    """What waits for the partnership: to verify, by somebody else than this person, and escalated. One query."""
    rows = Improvement.objects.exclude(school_id__in=without_schools)
    mine = Q(state=State.SAID_DONE) & ~Q(hands__contains=[actor.person_id])
    counted: dict[str, int] = rows.aggregate(
        check=Count("pk", filter=mine),
        escalated=Count("pk", filter=escalated()),
    )
    return counted


def rows_of(found: QuerySet[Improvement]) -> list[Row]:
    """As lists show them, critical ones first where two are due on one day. Three queries."""
    works = list(
        found.select_related("school", "indicator", "audit__cycle", "carried_from__cycle")
        .annotate(has_escalated=escalated())
        .order_by("due_on", "-is_critical", "pk")
    )
    if not works:
        return []
    holidays, today = closures(), timezone.localdate()
    names = names_of(work.owner_id for work in works if work.owner_id)
    return [
        row_of(
            work,
            owner=names.get(work.owner_id, GONE) if work.owner_id else work.owner_words,
            closed=holidays.of(la_code=work.school.la_code, trust_uid=work.school.trust_uid),
            today=today,
        )
        for work in works
    ]


def row_of(work: Improvement, *, owner: str, closed: Collection[date], today: date) -> Row:
    """One row. work: as rows_of reads it. No query."""
    return Row(
        id=work.pk,
        school_id=work.school_id,
        school=work.school.name,
        urn=work.school.urn,
        what=work.what,
        code=work.indicator.code if work.indicator else "",
        is_critical=work.is_critical,
        source=work.source,
        source_words=work.get_source_display(),
        state=work.state,
        state_words=work.get_state_display(),
        owner=owner,
        due_on=work.due_on,
        is_later=work.asked_due_on is not None and work.due_on > work.asked_due_on,
        is_late=work.state in WITH_SCHOOL and work.due_on < today,
        days_late=days_late(work.due_on, work.state, today=today, closed=closed),
        is_escalated=bool(getattr(work, "has_escalated", False)),
        from_year=work.audit.cycle.name if work.audit and work.is_asked else "",
        carried=work.carried_from.cycle.name if work.carried_from else "",
    )


def _listed(
    rows: QuerySet[Improvement], kinds: Kinds, shown: str, *, start: int = 0, most: int | None = None
) -> Listed:
    filters = {key: Count("pk", filter=condition) for key, (_words, condition) in kinds.items()}
    counted = rows.aggregate(**filters, total=Count("pk"))
    some = rows.filter(kinds[shown][1]).order_by("due_on", "-is_critical", "pk").values("pk")
    if most is not None:
        some = some[start : start + most]
    return Listed(
        rows=rows_of(Improvement.objects.filter(pk__in=some)) if counted[shown] else [],
        counts=[(key, words, counted[key]) for key, (words, _condition) in kinds.items()],
        shown=shown,
        total=counted["total"],
        start=start,
        found=counted[shown],
    )
