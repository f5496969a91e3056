"""Sets the stage for tests of visits: a visit in any state, by the real road."""

from datetime import date, time, timedelta

from django.utils import timezone

from lscp_portal.calendar.working_days import working_days_after
from tests.audits.review_stage import attempt
from tests.people import Cast
from visits.planning.actions import cancel_visit, schedule_visit
from visits.planning.models import Visit
from visits.planning.types import Member, VisitPlan
from visits.record.actions import add_note, complete_record, hold_visit
from visits.record.types import NoteEntry

__all__ = ["attempt", "coming_day", "note", "past_day", "plan", "visit_at"]


def past_day() -> date:
    """The last working day before today."""
    return working_days_after(timezone.localdate(), -1)


def coming_day() -> date:
    """A working day in about three weeks."""
    return working_days_after(timezone.localdate() + timedelta(days=21), 1)


def plan(cast: Cast, *, team: tuple[tuple[str, str], ...] | None = None, on: date | None = None) -> VisitPlan:
    """A visit of the visitor (education, leads) and the second visitor (police), on the last working day."""
    chosen = team or (("visitor", "education"), ("second_visitor", "police"))
    return VisitPlan(
        visit_on=on or past_day(),
        starts_at=time(9, 15),
        reason="random",
        purpose="How staff record concerns, and a walk with pupils.",
        team=[
            Member(person_id=cast.people[who].pk, agency=agency, leads=place == 0)
            for place, (who, agency) in enumerate(chosen)
        ],
    )


def note(cast: Cast, visit: Visit, who: str = "visitor", *, theme: str = "staff", is_strength: bool = True) -> None:
    """One note."""
    actor = cast.actor(who)
    entry = NoteEntry(theme=theme, text="Staff in three rooms knew whom to tell.", is_strength=is_strength)
    with cast.as_(who):
        add_note(actor=actor, visit_id=visit.pk, entry=entry)


def visit_at(cast: Cast, state: str, *, on: date | None = None) -> Visit:
    """The cast's school visited, up to `state`: scheduled, held, recorded or cancelled."""
    lead, visitor = cast.actor("lead"), cast.actor("visitor")
    with cast.as_("lead"):
        visit = schedule_visit(actor=lead, audit_id=cast.audit.pk, plan=plan(cast, on=on))
        if state == "cancelled":
            cancel_visit(actor=lead, visit_id=visit.pk, reason="The head is ill.")
    if state in {"held", "recorded"}:
        with cast.as_("visitor"):
            hold_visit(actor=visitor, visit_id=visit.pk)
    if state == "recorded":
        note(cast, visit)
        with cast.as_("visitor"):
            complete_record(actor=visitor, visit_id=visit.pk)
    return visit
