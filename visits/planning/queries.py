"""Visits as pages show them. Frozen values; the number of queries does not grow with the rows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Max, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import InterestDeclaration, Membership
from lscp_portal.accounts.queries import holds_today, names_of
from lscp_portal.tenancy.actor import Actor
from visits.planning.models import TeamMember, Visit
from visits.planning.policies import GOING
from visits.planning.transitions import VISIT
from visits.planning.types import Candidate, Place, SchoolToVisit, VisitList, VisitPage, VisitRow, Week

SHOWN_PAST = 60
SHOWN_SCHOOLS = 30


def visit_list(*, without_schools: frozenset[int] = frozenset()) -> VisitList:
    """Visits of the open scope by week. without_schools: those the reader has a conflict with. Five queries."""
    today = timezone.localdate()
    rows = Visit.objects.exclude(school_id__in=without_schools).select_related("school").prefetch_related("team")
    waiting = Q(visit_on__gte=today, state=Visit.State.SCHEDULED)
    coming = list(rows.filter(waiting).order_by("visit_on", "starts_at"))
    past = list(rows.exclude(waiting).order_by("-visit_on", "-starts_at")[: SHOWN_PAST + 1])
    names = names_of(member.person_id for visit in (*coming, *past) for member in visit.team.all())
    older = max(0, len(past) - SHOWN_PAST)
    return VisitList(_weeks(coming, names), _weeks(past[:SHOWN_PAST], names), older)


def last_visits(school_ids: Collection[int]) -> Mapping[int, date]:
    """School id -> the day of its last finished visit, for those that had one. One query."""
    found = Visit.objects.filter(school__in=school_ids, state=Visit.State.RECORDED)
    return dict(found.order_by().values_list("school_id").annotate(Max("visit_on")))


def visit_page(*, visit_id: int, actor: Actor) -> VisitPage:
    """One visit with its team and what this person may do next. Four queries. Raises Http404."""
    visit = get_object_or_404(Visit.objects.select_related("school"), pk=visit_id)
    return VisitPage(
        id=visit.pk,
        audit_id=visit.audit_id,
        school_name=visit.school.name,
        urn=visit.school.urn,
        state=visit.state,
        state_words=visit.get_state_display(),
        visit_on=visit.visit_on,
        starts_at=visit.starts_at,
        reason_words=visit.get_reason_display(),
        purpose=visit.purpose,
        cancelled_because=visit.cancelled_because,
        team=_team(visit),
        offers=tuple(VISIT.offers(visit, actor)),
    )


def candidates(*, school_id: int) -> list[Candidate]:
    """Today's visitors and reviewers of the partnership, by name, and whether they are in conflict. Three queries."""
    held = Membership.objects.filter(holds_today(), role__in=GOING, school_id=None).values_list("person_id", flat=True)
    names = names_of(held)
    declared = InterestDeclaration.objects.filter(school_id=school_id).order_by("declared_at", "pk")
    conflicts = dict(declared.values_list("person_id", "has_conflict"))  # the latest one counts
    found = (Candidate(key, name, conflicts.get(key, False)) for key, name in names.items())
    return sorted(found, key=lambda one: one.name)


def schools_to_visit(*, words: str, without_schools: frozenset[int]) -> list[SchoolToVisit]:
    """Audits of open cycles whose school's name, town or URN holds the words; thirty at most. One query."""
    found: QuerySet[Audit] = Audit.objects.filter(cycle__state__in=("open", "closed"))
    found = found.exclude(school_id__in=without_schools).select_related("school", "cycle")
    for word in words.lower().split():
        number = Q(school__urn=int(word)) if word.isdecimal() else Q()
        found = found.filter(Q(school__search_text__contains=word) | number)
    return [_to_visit(row) for row in found.order_by("school__name", "-due_on")[:SHOWN_SCHOOLS]]


def school_of_audit(*, audit_id: int) -> SchoolToVisit:
    """The school a visit is planned for. One query. Raises Http404."""
    return _to_visit(get_object_or_404(Audit.objects.select_related("school", "cycle"), pk=audit_id))


def _to_visit(row: Audit) -> SchoolToVisit:
    school = row.school
    return SchoolToVisit(
        row.pk, row.school_id, school.name, school.urn, school.town, row.cycle.name, row.get_state_display()
    )


def _team(visit: Visit) -> tuple[Place, ...]:
    members = list(visit.team.order_by("-leads", "pk"))
    names = names_of(member.person_id for member in members)
    return tuple(
        Place(one.person_id, names.get(one.person_id, "No longer here"), one.get_agency_display(), one.leads)
        for one in members
    )


def _weeks(visits: Sequence[Visit], names: dict[int, str]) -> tuple[Week, ...]:
    grouped = groupby(visits, key=lambda visit: monday_of(visit.visit_on))
    return tuple(Week(monday, tuple(_row(visit, names) for visit in week)) for monday, week in grouped)


def _row(visit: Visit, names: dict[int, str]) -> VisitRow:
    team: list[TeamMember] = sorted(visit.team.all(), key=lambda member: (not member.leads, member.pk))
    return VisitRow(
        id=visit.pk,
        school_name=visit.school.name,
        visit_on=visit.visit_on,
        starts_at=visit.starts_at,
        state=visit.state,
        state_words=visit.get_state_display(),
        team=tuple(names.get(member.person_id, "No longer here") for member in team),
    )


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())
