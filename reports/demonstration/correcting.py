"""Schools that correct what they sent: one has two signed versions, another one waits for the lead."""

from dataclasses import replace

from audits.answers.queries import whole_audit
from audits.corrections.actions import amend, answer, ask
from audits.corrections.signing import sign
from audits.signoff.actions import NO_BOARD, Board
from audits.signoff.differences import entry_of
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage

LAST_DAY_OF_SIGNED, LAST_DAY_OF_ASKED = 4, 9  # days since it was sent
WHY_SIGNED = "The spring log was found in the office after we had signed, and it shows more than we said."
WHY_ASKED = "We counted the training of the kitchen team twice."
MORE = "The log of the spring term was read as well."


def correct(stage: Stage, school: Crew, lead: Actor, audit_id: int, *, sent_ago: int) -> None:
    """What this school does about what it sent, by how many days ago it sent it."""
    if sent_ago > LAST_DAY_OF_ASKED:
        return
    dsl = school.one("dsl")
    with stage.as_(dsl):
        row = next(row for row in whole_audit(audit_id=audit_id) if row.level == "secure")
        why = WHY_SIGNED if sent_ago <= LAST_DAY_OF_SIGNED else WHY_ASKED
        correction = ask(actor=dsl, audit_id=audit_id, codes=[row.indicator.code], reason=why)
    if sent_ago > LAST_DAY_OF_SIGNED:
        return
    with stage.as_(lead):
        answer(actor=lead, correction_id=correction.pk, is_granted=True, words="Thank you for saying so at once.")
    said = entry_of(row.answer)
    with stage.as_(dsl):
        amend(
            actor=dsl,
            correction_id=correction.pk,
            code=row.indicator.code,
            entry=replace(said, how_we_know=f"{said.how_we_know} {MORE}"),
            read=0,
        )
    for step in ("dsl", "head", "chair"):
        who = school.one(step)
        board = Board(stage.calendar.today, "Full board, minute 9.1") if step == "chair" else NO_BOARD
        with stage.as_(who):
            sign(actor=who, correction_id=correction.pk, step=step, board=board)
