"""Schools where somebody signs for the head or the chair, under a minute of the board.

People get their roles when the story is told, so that it writes no e-mails; until then name_delegate finds nobody who
fits. The rows are as it writes them.
"""

from datetime import timedelta

from audits.signing_delegates.models import SigningDelegate
from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage

MINUTE = "Full board, autumn term, minute 4.3"
HALF_A_YEAR = timedelta(days=180)


def vice_chair(stage: Stage, school: Crew) -> Actor | None:
    """The link governor, named to sign for the chair; None where the school has none."""
    return _named(stage, school, step="chair", role=Role.LINK_GOVERNOR, by=Role.HEAD)


def deputy_head(stage: Stage, school: Crew) -> Actor | None:
    """The deputy safeguarding lead, named to sign for the head; None where the school has none."""
    return _named(stage, school, step="head", role=Role.DEPUTY_DSL, by=Role.CHAIR)


def _named(stage: Stage, school: Crew, *, step: str, role: Role, by: Role) -> Actor | None:
    if not school.people.get(role):
        return None
    delegate, writer, today = school.one(role), school.one(by), stage.calendar.today
    with stage.as_(writer):
        row = SigningDelegate.objects.create(
            tenant_id=writer.tenant_id,
            school_id=writer.school_id,
            step=step,
            person_id=delegate.person_id,
            delegate_name=delegate.name,
            minute_reference=MINUTE,
            starts_on=today,
            ends_on=today + HALF_A_YEAR,
            named_by_id=writer.person_id,
        )
        record(writer, "delegate.named", row, step=step, delegate=delegate.person_id, until=row.ends_on.isoformat())
    return delegate
