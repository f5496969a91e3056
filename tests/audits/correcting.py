"""Helps tests of corrections: an audit that is sent, and a correction brought to a state by what people do."""

from audits.corrections.actions import amend, answer, ask
from audits.corrections.models import Correction
from audits.corrections.signing import sign
from audits.signoff.actions import NO_BOARD, Board
from tests.audits.answering import LOW, MINUTE, Entry, ready, sign_as, today
from tests.people import Cast

BETTER = Entry("partly", 1, "The log has gaps in one term.", LOW.action, LOW.action_owner, LOW.action_due_on)
REASON = "The autumn log was found after we had signed."


def send_in(cast: Cast) -> None:
    """Three signatures: the audit is submitted."""
    ready(cast)
    for who in ("dsl", "head", "chair"):
        sign_as(cast, who)


def asked(cast: Cast, *codes: str) -> Correction:
    """The DSL asks."""
    with cast.as_("dsl"):
        return ask(actor=cast.actor("dsl"), audit_id=cast.audit.pk, codes=codes or ("LG2",), reason=REASON)


def answered(cast: Cast, correction: Correction, *, is_granted: bool = True, words: str = "") -> Correction:
    """The lead answers."""
    with cast.as_("lead"):
        return answer(
            actor=cast.actor("lead"), correction_id=correction.pk, is_granted=is_granted, words=words
        )  # fmt: skip


def amended(cast: Cast, correction: Correction, code: str = "LG2", entry: Entry = BETTER, read: int = 0) -> None:
    """The DSL writes the new wording."""
    with cast.as_("dsl"):
        amend(actor=cast.actor("dsl"), correction_id=correction.pk, code=code, entry=entry, read=read)


def signed(cast: Cast, correction: Correction, who: str, step: str = "") -> None:
    """One signature under the correction."""
    step = step or who
    with cast.as_(who):
        board = Board(today(), MINUTE) if step == "chair" else NO_BOARD
        sign(actor=cast.actor(who), correction_id=correction.pk, step=step, board=board)


def corrected(cast: Cast) -> Correction:
    """Sent, asked, granted, changed and signed by all three."""
    send_in(cast)
    correction = answered(cast, asked(cast))
    amended(cast, correction)
    for who in ("dsl", "head", "chair"):
        signed(cast, correction, who)
    return correction


def standing(cast: Cast, correction: Correction) -> str:
    """Its state now."""
    with cast.as_("dsl"):
        return Correction.objects.get(pk=correction.pk).state
