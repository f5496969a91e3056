"""What must hold before a visit moves on."""

from collections.abc import Iterator

from django.utils import timezone

from lscp_portal.calendar.working_days import why_not_a_working_day
from lscp_portal.workflow import Blocker
from schools.holidays.queries import closed_days_of
from visits.planning.models import TeamMember, Visit

TEAM = range(2, 4)


def team_is_right(visit: Visit) -> Iterator[Blocker]:
    """Two or three people, at least one of education and one of another agency, one of them in the lead."""
    team = list(visit.team.all())
    agencies = {member.agency for member in team}
    if len(team) not in TEAM:
        yield Blocker("team_size", "A visit needs a team of two or three people.")
    if TeamMember.Agency.EDUCATION not in agencies or len(agencies) == 1:
        yield Blocker("team_agencies", "The team needs somebody from education and somebody from another agency.")
    if not any(member.leads for member in team):
        yield Blocker("team_lead", "Say who leads the visit.")


def day_is_a_working_day(visit: Visit) -> Iterator[Blocker]:
    """Schools are visited while they are open: never at a weekend, on a bank holiday or in the school's holidays."""
    if wrong := why_not_a_working_day(visit.visit_on, closed=closed_days_of(visit.school)):
        yield Blocker("working_day", f"{visit.visit_on:%-d %B %Y} is {wrong}. Choose another day.")


def day_has_come(visit: Visit) -> Iterator[Blocker]:
    """A visit is held on its day or later, by the calendar of London."""
    if visit.visit_on > timezone.localdate():
        yield Blocker("too_early", f"The visit is planned for {visit.visit_on:%-d %B %Y}. It cannot be held before.")


def notes_are_there(visit: Visit) -> Iterator[Blocker]:
    """The record has at least one note."""
    if not visit.notes.exists():
        yield Blocker("no_notes", "Write at least one note before you complete the record.")
