"""“Still true”: one earlier answer becomes this audit's answer, because somebody said so."""

from audits.answers.actions import save_answer
from audits.answers.models import Answer
from audits.answers.types import WORDING, Entry, Saved
from audits.carrying.models import CarriedForward
from audits.carrying.queries import earlier_answers
from audits.carrying.rules import can_be_carried, carried_entry
from audits.carrying.types import NothingToCarry, ReviewerSawLess, StillTrue
from audits.frameworks.models import Indicator
from audits.lifecycle.actions import locked_audit
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record

GONE = "There is no earlier answer to carry forward any more. Answer the indicator itself."
ANSWERED = "This audit has words of its own already. They are kept: change them on the indicator’s page."


def carry_forward(*, actor: Actor, audit_id: int, code: str, yes: StillTrue) -> Saved:
    """Make one earlier answer this audit's own, and keep that it was carried forward.

    Sent again, it returns the first result. Raises NothingToCarry, ReviewerSawLess, and whatever save_answer raises:
    the rules of the scale hold for carried answers too.
    """
    audit = locked_audit(audit_id=audit_id)
    if kept := CarriedForward.objects.filter(answer__revisions__operation_id=yes.operation_id).first():
        return Saved(kept.answer_revision, kept.carried_at, is_new=False)
    indicator = Indicator.objects.get(pk__in=audit.indicator_ids, code=code)
    earlier = earlier_answers(audit=audit, texts={code: indicator.text}).get(code)
    if earlier is None or earlier.answer_id != yes.from_answer_id:
        raise NothingToCarry(GONE)
    before = Answer.objects.filter(audit=audit, indicator=indicator).first()
    if not can_be_carried(earlier, before and entry_of(before)):
        raise NothingToCarry(ANSWERED)
    if earlier.reviewer_saw_less and not yes.despite_review:
        raise ReviewerSawLess
    saved = save_answer(
        actor=actor,
        audit_id=audit_id,
        code=code,
        entry=carried_entry(earlier.said),
        read=yes.read,
        operation_id=yes.operation_id,
    )
    answer = Answer.objects.get(audit=audit, indicator=indicator)
    carried = CarriedForward.objects.create(
        answer=answer,
        from_answer_id=earlier.answer_id,
        answer_revision=saved.revision,
        cycle_name=earlier.cycle,
        carried_by_id=actor.person_id,
        **audit.owner,
    )
    record(actor, "answer.carried_forward", carried, code=code, from_audit=earlier.audit_id)
    return saved


def entry_of(answer: Answer) -> Entry:
    """The words of a row."""
    return Entry(*(getattr(answer, name) for name in WORDING))
