"""What must hold before a reading is handed in, and pure answers about readings and clocks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from audits.answers.models import Level
from audits.corrections.rules import OPEN
from audits.frameworks.scoring import Mark, SectionResult, Special, section_result
from audits.lifecycle.child_details import mark_of, points_at_a_child, read_answer
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import listed
from audits.lifecycle.transitions import AUDIT, SUBMITTED
from audits.review.models import Review
from audits.review.types import Line
from lscp_portal.calendar.working_days import working_days_between
from lscp_portal.ui.levels import BY_KEY, find
from lscp_portal.workflow import Blocker, Turn
from schools.contacts.known import known_at

ASKED = "asked"
IDLE_AFTER = 10  # working days of the partnership
VIEWS: dict[str, tuple[str, frozenset[str]]] = {
    "reading": ("To be read", frozenset({Audit.State.SUBMITTED, Audit.State.IN_REVIEW})),
    "ours": ("Waits for us", AUDIT.states(Turn.PARTNERSHIP)),
    "submitted": ("Nobody reads it yet", frozenset({Audit.State.SUBMITTED})),
    "in_review": ("Being read", frozenset({Audit.State.IN_REVIEW})),
    ASKED: ("Waiting for the school to answer questions", frozenset({Audit.State.SUBMITTED, Audit.State.IN_REVIEW})),
    "reviewed": ("Letter to be written", frozenset({Audit.State.REVIEWED})),
    "feedback_issued": ("With the school", frozenset({Audit.State.FEEDBACK_ISSUED})),
    "acknowledged": ("To be closed", frozenset({Audit.State.ACKNOWLEDGED})),
    "closed": ("Closed", frozenset({Audit.State.CLOSED})),
    "all": ("Everything sent in", SUBMITTED),
}
BOXES = {"comment": "Comment to the school", "private_note": "Private note"}


def every_indicator_has_a_score(review: Review) -> Iterator[Blocker]:
    """A reading is handed in whole: every indicator that was asked has the reader's level."""
    asked = review.audit.indicator_ids
    if missing := len(asked) - review.scores.filter(indicator_id__in=asked).exclude(level="").count():
        words = "1 indicator has" if missing == 1 else f"{missing} indicators have"
        yield Blocker("unscored", f"{words} no level from you yet.")


def no_correction_is_open(review: Review) -> Iterator[Blocker]:
    """While the school corrects what it sent, the reading is not handed in. One query."""
    rows = review.audit.corrections.filter(state__in=OPEN).exclude(state="asked")
    for codes, case_id in rows.values_list("codes", "case_id"):
        what = "end the correction" if case_id is None else "stop the case about this return"
        yield Blocker("correction", f"The school corrects {listed(codes)}. Wait for it, or ask the lead to {what}.")


def corrected_answers_are_read_again(review: Review) -> Iterator[Blocker]:
    """A level given before an answer was corrected is looked at again, and kept or changed. Two queries at most."""
    signed = review.audit.corrections.filter(state="signed").values_list("codes", "signed_at")
    scored = dict(review.scores.values_list("indicator__code", "scored_at")) if signed else {}
    old = [code for codes, at in signed for code in codes if code in scored and at and scored[code] < at]
    if old:
        yield Blocker("corrected", f"Corrected after you scored them: {listed(old)}. Read them again and save them.")


def comments_point_at_no_child(review: Review) -> Iterator[Blocker]:
    """What the reader wrote points at no child, or the reader has said so of these words (domain.md 8.2).

    One query, three more where something was found. What was found clear by the same rules is not read again.
    """
    known = cache(known_at(tenant_id=review.tenant_id, school_id=review.school_id))
    written = review.scores.exclude(comment="", private_note="").select_related("indicator__section")
    for score in written.order_by("indicator__position"):
        if score.clear_as != mark_of(score, BOXES):
            place = (score.indicator.section.code, score.indicator.code)
            reading = read_answer(score, known=known, checked=score.checked, boxes=BOXES)
            yield from points_at_a_child(score.indicator.code, reading, place=place, boxes=BOXES)


def review_is_open(review: Review) -> Iterator[Blocker]:
    """Scores and recommendations change only while the review is being read."""
    if review.state != Review.State.CLAIMED:
        words = review.get_state_display().lower()
        yield Blocker("closed", f"This review is {words}, so nothing in it can be changed.")


def taken_back_for_a_reason(review: Review) -> Iterator[Blocker]:
    """Whoever takes a reading out of somebody's hands says why: that person is told, and reads it."""
    if not review.released_why.strip():
        yield Blocker("why", "Say why the reading is taken back: its reader is told.", field="why")


def lies_idle(last: date, *, today: date) -> bool:
    """Whether ten working days of the partnership have gone by since anything was saved, the day of it not counted."""
    return working_days_between(last, today) >= IDLE_AFTER


def levels_for(*, allow_na: bool) -> list[str]:
    """The levels a reader may give, best first: "not checked" is no judgement, "does not apply" only where allowed."""
    judged = [Level.EMBEDDED, Level.SECURE, Level.PARTLY, Level.NOT_IN_PLACE]
    return [*map(str, judged), *([str(Level.NOT_APPLICABLE)] if allow_na else [])]


def next_unscored(lines: Sequence[Line], *, after: str = "") -> str:
    """The code of the next line without the reader's level, after `after` and then from the top; "" when all have."""
    codes = [line.code for line in lines]
    start = codes.index(after) + 1 if after in codes else 0
    turned = [*lines[start:], *lines[:start]]
    return next((line.code for line in turned if not line.level), "")


def result_of(levels: Iterable[tuple[str, str, bool]]) -> SectionResult:
    """What a section comes to. levels: code, level key or "", whether it is critical."""
    return section_result(Mark(code, _scored(level), critical) for code, level, critical in levels)


def steps_apart(own: str, review: str) -> int | None:
    """Levels between the school's and the reader's, positive when the reader is higher; None when one is no level."""
    first, second = find(own).value, find(review).value
    return None if first is None or second is None else second - first


def _scored(level: str) -> int | Special | None:
    if not level:
        return None
    value = BY_KEY[level].value
    return Special(level) if value is None else value
