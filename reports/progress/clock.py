"""The feedback clock: working days from submission to the letter, against the partnership's own target.

It binds the partnership, which works in school holidays: weekends and bank holidays do not count, school holidays do
(docs/developer/decisions/0008-whose-working-days.md). While a school answers questions it stands
(docs/developer/decisions/0023-one-clock-that-pauses.md).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

from audits.clarification.clock import Pause, feedback_clock
from lscp_portal.ui.types import ShareBar, ShareBars
from reports.progress.stuck import WITH_SCHOOL, WORDS
from reports.progress.types import Clock, Owed, Return

SHOWN = 20
BANDS = (("Past the target", None, -1), ("Today to 5 working days left", 0, 5), ("6 to 10 left", 6, 10),
         ("11 to 20 left", 11, 20), ("More than 20 left", 21, None))  # fmt: skip


def clock_of(
    returns: Sequence[Return],
    issued_on: Mapping[int, date],
    *,
    target: int,
    today: date,
    hidden: frozenset[int],
    pauses: Mapping[int, Sequence[Pause]],
) -> Clock:
    """issued_on: audit id -> day of its letter; target: working days; hidden: school ids left out of the rows.

    pauses: by audit id, while schools answered questions.
    """
    waiting = [one for one in returns if one.state not in WITH_SCHOOL and one.audit_id not in issued_on]
    rows = sorted(
        (_owed(one, target, today, pauses.get(one.audit_id, ())) for one in waiting),
        key=lambda row: (row.left, row.school),
    )
    named = {one.audit_id for one in waiting if one.school_id not in hidden}
    took = [
        feedback_clock(
            submitted_on=one.submitted_on,
            workdays=target,
            today=issued_on[one.audit_id],
            pauses=pauses.get(one.audit_id, ()),
        ).waited
        for one in returns
        if one.submitted_on and one.audit_id in issued_on
    ]
    return Clock(
        target=target,
        number=len(rows),
        overdue=sum(row.left < 0 for row in rows),
        issued=len(took),
        in_time=sum(days <= target for days in took),
        median=median(took) if took else None,
        chart=_chart(rows) if rows else None,
        rows=[row for row in rows if row.audit_id in named][:SHOWN],
    )


def _owed(one: Return, target: int, today: date, pauses: Sequence[Pause]) -> Owed:
    submitted_on = one.submitted_on or today
    clock = feedback_clock(submitted_on=submitted_on, workdays=target, today=today, pauses=pauses)
    return Owed(one.audit_id, one.school, WORDS[one.state], submitted_on, clock.due_on, clock.left, clock.pause_words)


def _chart(rows: Sequence[Owed]) -> ShareBars:
    counted = [
        ShareBar(words, sum(_is_between(row.left, least, most) for row in rows), len(rows))
        for words, least, most in BANDS
    ]
    return ShareBars("Returns that wait, by working days left", counted, "Working days left", "returns")


def _is_between(left: int, least: int | None, most: int | None) -> bool:
    return (least is None or left >= least) and (most is None or left <= most)
