"""The feedback clock: working days from submission to the letter, without those on which the school answers questions.

Every page that shows or counts the promise of feedback asks `feedback_clock` and counts nothing by itself
(docs/developer/decisions/0023-one-clock-that-pauses.md). It binds the partnership, which works in school holidays:
weekends and bank holidays do not count, school holidays do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lscp_portal.calendar.working_days import working_days_after, working_days_between

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from the day after `since`, on which questions were sent, up to and with `until`.

    until: the day of the answers, or the day they were due. is_open: the answers may still come sooner. why: what the
    school does meanwhile; a return of poor quality that it mends stops the clock in the same way.
    """

    since: date
    until: date
    is_open: bool = False
    why: str = "answers questions"

    def stands_on(self, day: date) -> bool:
        """Questions are with the school that day, and it still has time."""
        return self.is_open and self.since <= day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackClock:
    """The clock of one return on one day, in working days. left: negative when overdue.

    paused: how many did not count up to that day. paused_since: set while the clock stands; paused_why: what the school
    does meanwhile.
    """

    due_on: date
    waited: int
    left: int
    paused: int
    paused_since: date | None
    paused_why: str = ""

    @property
    def words(self) -> str:
        """For a table: "12 left", "due today", "3 overdue"."""
        if self.left < 0:
            return f"{-self.left} overdue"
        return f"{self.left} left" if self.left else "due today"

    @property
    def pause_words(self) -> str:
        """That the clock stands, and the date that follows; "" while it runs."""
        if self.paused_since is None:
            return ""
        return (
            f"Paused since {self.paused_since:%-d %B %Y}, while the school {self.paused_why}; "
            f"new date {self.due_on:%-d %B %Y}"
        )


def feedback_clock(*, submitted_on: date, workdays: int, today: date, pauses: Iterable[Pause] = ()) -> FeedbackClock:
    """The clock on `today`; of a letter that has gone out, `today` is the day it went.

    workdays: the partnership's promise. pauses: in any order; a day in two of them is left out once. An open pause is
    taken to last until the answers are due, so the date does not move while the school has time.
    """
    known = list(pauses)
    stands = frozenset(day for pause in known for day in _days(pause))
    due_on = working_days_after(submitted_on, workdays, closed=stands)
    waited = working_days_between(submitted_on, today, closed=stands)
    now = min((pause for pause in known if pause.stands_on(today)), key=lambda pause: pause.since, default=None)
    return FeedbackClock(
        due_on=due_on,
        waited=waited,
        left=working_days_between(today, due_on, closed=stands),
        paused=working_days_between(submitted_on, today) - waited,
        paused_since=now.since if now else None,
        paused_why=now.why if now else "",
    )


def _days(pause: Pause) -> Iterable[date]:
    return (pause.since + ONE_DAY * place for place in range(1, (pause.until - pause.since).days + 1))
