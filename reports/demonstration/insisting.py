"""Returns of poor quality: one school has mended its return and the case is resolved, another one has time to."""

from collections.abc import Sequence
from dataclasses import replace

from audits.answers.queries import whole_audit
from audits.corrections.actions import amend
from audits.corrections.models import Correction
from audits.corrections.signing import sign
from audits.escalation.actions import resolve_case, start_case
from audits.review.actions import score_indicator
from audits.review.models import Score
from audits.review.types import ScoreEntry
from audits.signoff.actions import NO_BOARD, Board
from audits.signoff.differences import entry_of
from reports.demonstration.people import Crew
from reports.demonstration.reading import Desk
from reports.demonstration.stage import Stage

NAMED = 2  # answers that the letter names
MISSING = (
    "Two answers say that something is done and not how you know it. Say who looked, at what and when, so that "
    "somebody who was not there can follow it."
)
SUPPORT = (
    "The partnership’s adviser for schools sits down with your safeguarding lead for half a day, before you sign. Ring "
    "01632 960 114 or write to school-adviser@eastmere-partnership.lscp.test to book a day. It costs nothing."
)
MORE = "The deputy looked at five records of last term with the office, and wrote down what was missing."
WHY = "Both answers can be followed now. Thank you for the work in a full term."


def write_to(stage: Stage, desk: Desk) -> int:
    """The lead writes to chair and head about the weakest answers; the case's id."""
    with stage.as_(desk.lead):
        said = [row for row in whole_audit(audit_id=desk.audit_id) if row.level in {"partly", "secure", "embedded"}]
        weakest = sorted(said, key=lambda row: row.answer.strength or 0 if row.answer else 0)[:NAMED]
        case = start_case(
            actor=desk.lead,
            audit_id=desk.audit_id,
            missing=MISSING,
            support=SUPPORT,
            codes=[row.indicator.code for row in weakest],
            version=1,
        )
    return case.pk


def mend(stage: Stage, school: Crew, case_id: int) -> Sequence[str]:
    """The safeguarding lead mends the answers and all three sign again; the codes."""
    dsl = school.one("dsl")
    with stage.as_(dsl):
        correction = Correction.objects.get(case_id=case_id)
        rows = {row.indicator.code: row for row in whole_audit(audit_id=correction.audit_id)}
        for code in correction.codes:
            said = entry_of(rows[code].answer)
            entry = replace(said, how_we_know=f"{said.how_we_know} {MORE}")
            amend(actor=dsl, correction_id=correction.pk, code=code, entry=entry, read=0)
    for step in ("dsl", "head", "chair"):
        who = school.one(step)
        board = Board(stage.calendar.today, "Full board, minute 11.2") if step == "chair" else NO_BOARD
        with stage.as_(who):
            sign(actor=who, correction_id=correction.pk, step=step, board=board)
    return list(correction.codes)


def accept(stage: Stage, desk: Desk, case_id: int) -> None:
    """The lead resolves the case about the second version."""
    with stage.as_(desk.lead):
        resolve_case(actor=desk.lead, case_id=case_id, why=WHY, version=2)


def read_mended(stage: Stage, desk: Desk, review_id: int, codes: Sequence[str]) -> None:
    """The reader looks at the mended answers again, and keeps the levels."""
    with stage.as_(desk.reviewer):
        for score in Score.objects.select_related("indicator").filter(review_id=review_id, indicator__code__in=codes):
            score_indicator(
                actor=desk.reviewer,
                review_id=review_id,
                code=score.indicator.code,
                entry=ScoreEntry(score.level, score.comment, score.private_note),
                read=score.revision,
            )
