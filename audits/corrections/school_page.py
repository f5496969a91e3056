"""The page on which a school asks for a correction, writes it, signs it, and reads what came of earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from audits.corrections.models import Correction
from audits.corrections.policies import may_ask, may_correct, may_end
from audits.corrections.queries import CorrectionRow, rows_in_words
from audits.corrections.rules import DECLARATIONS, OPEN, is_in_time, is_not_read_yet, last_day_to_ask
from audits.corrections.transitions import CORRECTION
from audits.corrections.wordings import NamedAnswer, named_answers, times_amended
from audits.escalation.policies import may_see_letter
from audits.lifecycle.models import Audit
from audits.signing_delegates.queries import in_place, standing_in, stands_in_the_way
from audits.signing_delegates.rules import declaration_for
from audits.signoff.models import Signature
from audits.signoff.queries import steps_of
from audits.signoff.rules import RETURNS, SIGNS, nobody_signs_twice
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.types import Step
from lscp_portal.workflow import Blocker
from schools.holidays.queries import closed_days_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPage:
    """A school's page. now: the correction under way, if any; refused: why none can be asked, or "".

    reads_letter: this person may read the letter of a case that asks for it.
    """

    audit_id: int
    cycle: str
    last_day: date | None
    refused: str
    may_ask: bool
    now: CorrectionRow | None
    answers: Sequence[NamedAnswer]
    may_correct: bool
    steps: Sequence[Step]
    step: str
    declaration: str
    blockers: Sequence[Blocker]
    seen_up_to: int
    may_return: bool
    return_comment: str
    may_end: bool
    reads_letter: bool
    before: Sequence[CorrectionRow]


def correction_page(*, actor: Actor, audit: Audit) -> CorrectionPage:
    """Everything a school sees of corrections of one audit. Twenty-one queries at most. Only in a school's scope."""
    found = list(audit.corrections.order_by("-pk"))
    for one in found:
        one.audit = audit
    now = next((one for one in found if one.state in OPEN), None)
    rows = {one.pk: row for one, row in zip(found, rows_in_words(found), strict=True)}
    standing = list(Signature.objects.filter(correction=now, fallen_at=None)) if now else []
    delegations = standing_in(actor)
    offers = {offer.name: offer for offer in CORRECTION.offers(now, in_place(actor, delegations))} if now else {}
    name = next((name for name in SIGNS if name in offers), "")
    step = SIGNS[name].value if name else ""
    delegation = delegations.get(step)
    in_the_way = stands_in_the_way(actor, audit, delegation)
    twice = nobody_signs_twice(standing, person_id=actor.person_id, step=step) if step else ()
    last_day, refused = _may_be_asked(audit, now)
    return CorrectionPage(
        audit_id=audit.pk,
        cycle=audit.cycle.name,
        last_day=last_day,
        refused=refused,
        may_ask=may_ask(actor, audit),
        now=rows[now.pk] if now else None,
        answers=named_answers(now) if now else (),
        may_correct=now is not None and now.state == Correction.State.GRANTED and may_correct(actor, now),
        steps=steps_of(standing),
        step=step,
        declaration=declaration_for(DECLARATIONS[Signature.Step(step)], delegation) if step else "",
        blockers=[*offers[name].blockers, *twice, *in_the_way] if name else [],
        seen_up_to=times_amended(now) if now else 0,
        may_return=any(name in offers for name in RETURNS) and not in_the_way,
        return_comment=now.return_comment if now else "",
        reads_letter=may_see_letter(actor, audit),
        may_end=now is not None and now.case_id is None and may_end(actor, now),
        before=[rows[one.pk] for one in found if one is not now],
    )


def _may_be_asked(audit: Audit, now: Correction | None) -> tuple[date | None, str]:
    """The last day to ask, and why none can be asked now, or "". One query."""
    if audit.submitted_at is None:
        return None, "This audit has not been sent yet. Answers are changed before it is signed."
    sent_on, closed = timezone.localdate(audit.submitted_at), closed_days_of(audit.school)
    in_the_way = [*is_not_read_yet(audit), *is_in_time(sent_on, today=timezone.localdate(), closed=closed)]
    words = "" if now is None else "A correction is under way."
    return last_day_to_ask(sent_on, closed=closed), in_the_way[0].sentence if in_the_way else words
