"""The days of a complaint, what must hold before it moves on, and what waits for it.

Source: domain.md 7.2, complaint: acknowledged in 5 working days, stage one in 20, stage two in 30; publication pauses
unless safety needs it. The days bind the partnership, so school holidays count; the school's own 20 days leave them out
(docs/developer/decisions/0008-whose-working-days.md).
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.workflow import Blocker
from reports.complaints.models import Complaint

if TYPE_CHECKING:
    from reports.drafting.models import Report

ACKNOWLEDGE, FIRST, SECOND, ASK = 5, 20, 30, 20  # working days
S = Complaint.State
OPEN = frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.ANSWERED, S.SECOND_STAGE})
UPHELD = frozenset({Complaint.Outcome.UPHELD, Complaint.Outcome.IN_PART})


def acknowledge_by(made_on: date) -> date:
    """The day by which the school hears that its complaint has come."""
    return working_days_after(made_on, ACKNOWLEDGE)


def first_answer_by(made_on: date) -> date:
    """The day by which the partnership answers."""
    return working_days_after(made_on, FIRST)


def second_answer_by(asked_on: date) -> date:
    """The day by which the scrutineer decides."""
    return working_days_after(asked_on, SECOND)


def ask_by(answered_on: date, *, closed: Collection[date]) -> date:
    """The last day on which the school may go to the scrutineer. closed: the school's holidays."""
    return working_days_after(answered_on, ASK, closed=closed)


def lead_does_not_answer(complaint: Complaint) -> Iterator[Blocker]:
    """The scrutineer takes up at once what is about the lead, and anything else when its answer is overdue."""
    if not complaint.about_lead and timezone.localdate() <= complaint.answer_by:
        yield Blocker("time", f"The partnership has until {complaint.answer_by:%-d %B %Y} to answer it first.")


def school_may_still_ask(complaint: Complaint) -> Iterator[Blocker]:
    """The school has its time for the second stage, to the end of the last day."""
    if complaint.ask_by is not None and timezone.localdate() > complaint.ask_by:
        yield Blocker("late", f"The last day to go to the scrutineer was {complaint.ask_by:%-d %B %Y}.")


def school_has_had_its_time(complaint: Complaint) -> Iterator[Blocker]:
    """An answer that nobody objects to ends the complaint, not a day early."""
    if complaint.ask_by is None or timezone.localdate() <= complaint.ask_by:
        yield Blocker("early", "The school still has time to go to the scrutineer.")


def something_is_owed(complaint: Complaint) -> Iterator[Blocker]:
    """Only what was upheld is put right, and once."""
    if complaint.outcome not in UPHELD:
        yield Blocker("outcome", "The complaint was not upheld, so there is nothing to put right.")
    elif complaint.put_right_at is not None:
        yield Blocker("done", "What was done about it is written down already.")


def pauses_publication(complaint: Complaint) -> bool:
    """While it is open, and after it was upheld until it is put right; unless safety does not let publication wait."""
    is_owed = complaint.state == S.CLOSED and complaint.outcome in UPHELD and complaint.put_right_at is None
    return (complaint.state in OPEN or is_owed) and not complaint.goes_on_because


def no_complaint_waits(report: "Report") -> Iterator[Blocker]:
    """No complaint is open, or upheld and not put right; or it was said why this cannot wait. One query."""
    rows = Complaint.objects.filter(school_id=report.school_id, goes_on_because="")
    if any(pauses_publication(complaint) for complaint in rows.exclude(state=S.WITHDRAWN)):
        yield Blocker(
            "complaint",
            "The school has complained of the partnership. Publication waits until the complaint is answered and, "
            "where it is upheld, put right. Ask the LSCP lead.",
        )
