"""What must hold before a part is given to somebody, and when they are reminded."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from audits.lifecycle.models import Audit
from lscp_portal.workflow import Blocker

BEFORE = timedelta(days=3)
AFTER = timedelta(days=7)  # somebody who did not answer a week after the day is a matter for the DSL, not for a mail
MOST = 4  # reminders to one person in one cycle (domain.md 7.3)


def day_fits(audit: Audit, due_on: date, *, today: date) -> Iterator[Blocker]:
    """The day is today or later, and not after the audit's own."""
    if due_on < today:
        yield Blocker("past", "The day must be today or later.")
    if due_on > audit.due_on >= today:
        yield Blocker(
            "after", f"The whole audit is due on {audit.due_on:%-d %B %Y}. Choose that day or an earlier one."
        )


def reminds_today(due_on: date, reminded: Collection[date], *, today: date) -> bool:
    """Whether a part that is not all answered is a reason to write today.

    Once in the three days before its day, and once in the week after it. reminded: the days on which this person was
    reminded in this audit already, of anything; four at most.
    """
    if len(reminded) >= MOST:
        return False
    if due_on - BEFORE <= today <= due_on:
        return not any(due_on - BEFORE <= day <= due_on for day in reminded)
    if due_on < today <= due_on + AFTER:
        return not any(due_on < day for day in reminded)
    return False
