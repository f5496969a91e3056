"""What must hold before a correction is asked, granted and signed."""

from collections.abc import Collection, Iterator
from datetime import date

from audits.answers.models import Answer
from audits.answers.types import Entry
from audits.corrections.models import CorrectedAnswer, Correction
from audits.escalation.models import OPEN_STATES
from audits.lifecycle.child_details import BOXES, read_answer
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import gaps_of, listed
from audits.signoff.differences import entry_of
from audits.signoff.models import Signature
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.childdata.types import Known
from lscp_portal.workflow import Blocker

DECLARATIONS = {
    Signature.Step.DSL: "I have led this correction. The answers named say what we found when we looked again.",
    Signature.Step.HEAD: (
        "I have read this correction. With it the answers are a true picture of safeguarding at this school."
    ),
    Signature.Step.CHAIR: (
        "The governing board knows of this correction and accepts it. I send it to the safeguarding partnership on its "
        "behalf; the first version stays on record."
    ),
}
WINDOW = 10  # working days of the school after it sent the audit (domain: audit, withdrawn for correction)
CORRECTABLE = frozenset({Audit.State.SUBMITTED, Audit.State.IN_REVIEW})
OPEN = frozenset(
    {Correction.State.ASKED, Correction.State.GRANTED, Correction.State.DSL_SIGNED, Correction.State.HEAD_SIGNED}
)


def last_day_to_ask(submitted_on: date, *, closed: Collection[date]) -> date:
    """The tenth working day of the school after the day it sent the audit."""
    return working_days_after(submitted_on, WINDOW, closed=closed)


def is_in_time(submitted_on: date, *, today: date, closed: Collection[date]) -> Iterator[Blocker]:
    """A correction is asked in the first ten working days."""
    last = last_day_to_ask(submitted_on, closed=closed)
    if today > last:
        yield Blocker(
            "late", f"A correction could be asked for until {last:%-d %B %Y}. Write to the partnership instead."
        )


def is_not_read_yet(audit: Audit) -> Iterator[Blocker]:
    """What the partnership has finished reading is not corrected any more: it answers with its feedback."""
    if audit.state not in CORRECTABLE:
        yield Blocker("state", f"This audit is {audit.get_state_display().lower()} now, so it cannot be corrected.")


def names_answers(codes: Collection[str], *, asked: Collection[str]) -> Iterator[Blocker]:
    """At least one indicator is named, and each is one of this audit."""
    if not codes:
        yield Blocker("codes", "Name at least one answer, such as LG2.")
    if strange := [code for code in codes if code not in asked]:
        yield Blocker("codes", f"Not asked in this audit: {listed(strange)}.")


def nothing_else_is_open(audit: Audit) -> Iterator[Blocker]:
    """One correction at a time. One query."""
    if audit.corrections.filter(state__in=OPEN).exists():
        yield Blocker("open", "A correction of this audit is under way. Finish or end it first.")


def audit_can_still_change(correction: Correction) -> Iterator[Blocker]:
    """The partnership has not finished reading meanwhile; what a case asks for is read again afterwards."""
    if correction.case_id is None or correction.audit.state != Audit.State.REVIEWED:
        yield from is_not_read_yet(correction.audit)


def no_case_asks_for_it(correction: Correction) -> Iterator[Blocker]:
    """What the partnership asks to be mended ends with the case, not by itself. One query where there is a case."""
    if correction.case is not None and correction.case.state in OPEN_STATES:
        yield Blocker("case", "The partnership has asked for this. It ends when the LSCP lead ends the case.")


def something_is_corrected(correction: Correction) -> Iterator[Blocker]:
    """At least one answer says something else than what was sent. Two queries.

    But for a case, which may be about the signatures alone: there a school may sign again what it said.
    """
    if correction.case_id is None and not changed_answers(correction):
        yield Blocker("nothing", "Nothing is corrected yet. Change an answer, or end the correction.")


def corrected_answers_hold(correction: Correction) -> Iterator[Blocker]:
    """Every new wording keeps the rules of the scale (rating_scale.rules) and holds no child's number. One query."""
    for said in correction.answers.select_related("indicator").order_by("indicator__position"):
        facts = said.indicator
        for _rule, sentence in gaps_of(said, tier=facts.tier, allow_na=facts.allow_na):
            yield Blocker("gap", f"{facts.code}: {sentence}")
        for box, sentence in read_answer(said, known=Known).blocked:
            yield Blocker("child", f"{facts.code}, “{BOXES[box]}”: {sentence}")


def return_says_why(correction: Correction) -> Iterator[Blocker]:
    """Whoever gives it back says what should change."""
    if not correction.return_comment.strip():
        yield Blocker("comment", "Say what should change before you give it back.")


def no_says_why(correction: Correction) -> Iterator[Blocker]:
    """A no has a reason: the school reads it."""
    if not correction.answer.strip():
        yield Blocker("answer", "Say why: the school reads it.")


def changed_answers(correction: Correction) -> list[tuple[CorrectedAnswer, Entry]]:
    """The new wordings that differ from what was sent, each with the old one. Two queries."""
    new = list(correction.answers.select_related("indicator").order_by("indicator__position"))
    sent = Answer.objects.filter(audit_id=correction.audit_id, indicator__in=[row.indicator_id for row in new])
    old = {row.indicator_id: entry_of(row) for row in sent}
    pairs = [(row, old.get(row.indicator_id, Entry())) for row in new]
    return [(row, before) for row, before in pairs if entry_of(row) != before]
