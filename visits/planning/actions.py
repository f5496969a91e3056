"""Schedule a visit and call one off."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from visits.planning.models import TeamMember, Visit
from visits.planning.policies import may_plan
from visits.planning.queries import candidates
from visits.planning.rules import day_is_a_working_day, team_is_right
from visits.planning.transitions import VISIT
from visits.planning.types import Member, VisitPlan


def schedule_visit(*, actor: Actor, audit_id: int, plan: VisitPlan) -> Visit:
    """Put a visit into the calendar and tell the school and the team (domain.md 7.2, visit).

    Raises PermissionDenied, and Refused when the day or the team is not right: two or three people, at least one of
    education and one of another agency, one lead, nobody with a declared conflict. The caller rolls back.
    """
    audit = Audit.objects.select_for_update(of=("self",), no_key=True).get(pk=audit_id)
    visit = Visit(
        **audit.owner,
        audit=audit,
        visit_on=plan.visit_on,
        starts_at=plan.starts_at,
        reason=plan.reason,
        purpose=plan.purpose,
        scheduled_by_id=actor.person_id,
    )
    if not may_plan(actor, visit):
        raise PermissionDenied("visit.schedule")
    _refuse([*day_is_a_working_day(visit), *everybody_may_go(plan.team, school_id=audit.school_id)])
    visit.save()
    TeamMember.objects.bulk_create(
        TeamMember(**visit.owner, visit=visit, person_id=one.person_id, agency=one.agency, leads=one.leads)
        for one in plan.team
    )
    _refuse(team_is_right(visit))
    record(actor, "visit.scheduled", visit, audit=audit.pk, on=plan.visit_on, team=[one.person_id for one in plan.team])
    _tell(visit, actor, "visit_scheduled")
    return visit


def cancel_visit(*, actor: Actor, visit_id: int, reason: str) -> Visit:
    """Call a planned visit off, and tell the school and the team. Raises PermissionDenied, Refused."""
    visit: Visit = Visit.objects.select_for_update(of=("self",), no_key=True).get(pk=visit_id)
    VISIT.move("cancel", visit, actor)
    if not reason.strip():
        raise Refused([Blocker("reason", "Say why the visit is cancelled.")])
    visit.cancelled_because = reason
    visit.save(update_fields=["state", "cancelled_because"])
    record(actor, "visit.cancelled", visit)
    _tell(visit, actor, "visit_cancelled")
    return visit


def everybody_may_go(team: Iterable[Member], *, school_id: int) -> Iterable[Blocker]:
    """Each is a visitor or reviewer of the partnership today, named once, and declares no conflict with the school."""
    known = {one.person_id: one for one in candidates(school_id=school_id)}
    ids = [one.person_id for one in team]
    if len(ids) != len(set(ids)):
        yield Blocker("twice", "Choose each person once.")
    for person_id in set(ids):
        if person_id not in known:
            yield Blocker("unknown", "Choose people who are visit team members or reviewers of this partnership.")
        elif known[person_id].is_conflicted:
            yield Blocker("conflict", f"{known[person_id].name} has declared a conflict of interest with this school.")


def _tell(visit: Visit, actor: Actor, template: str) -> None:
    """Write to the head, the DSL and the chair, and to the team, each with the address they read it at."""
    at_school = holders(roles=("head", "dsl", "chair"), school_id=visit.school_id)
    team = list(visit.team.values_list("person_id", flat=True))
    for readers, path in (
        (at_school, f"/s/{visit.school.urn}/visits/{visit.pk}/"),
        (team, f"/p/{visit.tenant.slug}/visits/{visit.pk}/"),
    ):
        queue(
            template=template,
            key=f"visit:{visit.pk}",
            to=readers,
            path=path,
            by=actor.person_id,
            school_id=visit.school_id,
            visit_on=visit.visit_on,
        )


def _refuse(found: Iterable[Blocker]) -> None:
    if blockers := list(found):
        raise Refused(blockers)
