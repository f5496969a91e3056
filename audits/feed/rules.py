"""Whether an answer is older than what changed."""

from datetime import date

from audits.answers.types import AuditRow
from audits.feed.types import Touched


def touched(row: AuditRow, *, on: date | None, saved_on: date | None, is_carried: bool = False) -> Touched:
    """An indicator and what a change means for its answer.

    on: the day of the change; None for a change of the framework between two audits, which makes an answer stale only
    where it was carried forward from before. saved_on: the day the answer was saved last.
    """
    is_stale = bool(row.level) and (is_carried if on is None else saved_on is not None and saved_on <= on)
    return Touched(
        code=row.indicator.code,
        section=row.section.code,
        text=row.indicator.text,
        level=row.level,
        is_stale=is_stale,
        words=_words(row, is_stale=is_stale, is_carried=is_carried),
    )


def _words(row: AuditRow, *, is_stale: bool, is_carried: bool) -> str:
    if not row.level:
        return "Not answered yet: answer it as it is now"
    if is_stale and is_carried:
        return "Carried forward from before the change: read it again"
    return "Saved before the change: read it again" if is_stale else "Answered since"
