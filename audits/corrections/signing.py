"""A correction is signed as the audit was: DSL, head, chair. The chair's signature makes the next version."""

from uuid import uuid4

from django.utils import timezone

from audits.answers.models import Answer, AnswerRevision
from audits.answers.queries import whole_audit
from audits.corrections.actions import TOLD, locked_correction, words_of
from audits.corrections.models import CorrectedAnswer, Correction
from audits.corrections.rules import DECLARATIONS, changed_answers
from audits.corrections.transitions import CORRECTION
from audits.corrections.wordings import times_amended
from audits.escalation.resubmitting import signed_again
from audits.evidence.queries import with_evidence
from audits.lifecycle.models import Audit
from audits.signing_delegates.queries import asked_to_sign, in_place, standing_in, stands_in_the_way, under
from audits.signing_delegates.rules import declaration_for
from audits.signoff.actions import NO_BOARD, Board
from audits.signoff.freezing import canonical, content_of, sha256_of
from audits.signoff.models import FrozenCopy, Signature
from audits.signoff.rules import ORDER, board_has_met, nobody_signs_twice, nothing_changed_since
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Refused

Step = Signature.Step


def sign(
    *, actor: Actor, correction_id: int, step: str, board: Board = NO_BOARD, seen_up_to: int | None = None
) -> Signature:
    """One signature under a correction. The chair's changes the answers and freezes the next version.

    seen_up_to: how often wordings had been saved on the page that was read, None where the caller showed none.
    Answers, frozen copy, trail and mail in this transaction. Raises PermissionDenied, Refused, Correction.DoesNotExist.
    """
    audit, correction = locked_correction(correction_id)
    delegations = standing_in(actor)
    CORRECTION.move(f"sign_as_{step}", correction, in_place(actor, delegations))
    delegation = delegations.get(step)
    standing = list(audit.signatures.filter(correction=correction, fallen_at=None))
    found = [
        *nobody_signs_twice(standing, person_id=actor.person_id, step=step),
        *stands_in_the_way(actor, audit, delegation),
        *nothing_changed_since(latest=times_amended(correction), seen_up_to=seen_up_to),
    ]
    if step == Step.CHAIR:
        today = timezone.localdate()
        found += board_has_met(met_on=board.met_on, minute_reference=board.minute_reference, today=today)
    if found:
        raise Refused(found)
    signature: Signature = Signature.objects.create(
        audit=audit,
        correction=correction,
        step=step,
        person_id=actor.person_id,
        signed_name=actor.name,
        declaration=declaration_for(DECLARATIONS[Step(step)], delegation),
        **under(delegation),
        board_met_on=board.met_on,
        minute_reference=board.minute_reference,
        signed_at=timezone.now(),
        **audit.owner,
    )
    facts = {"step": step, "signature": signature.pk, "delegation": signature.delegation_id}
    record(actor, "correction.signed", correction, audit=audit.pk, **facts)
    if step == Step.CHAIR:
        _put_in_force(actor, audit, correction, [*standing, signature])
        signed_again(actor=in_place(actor, delegations), correction=correction)
    else:
        correction.save(update_fields=["state"])
        _ask_next(actor, audit, signature)
    return signature


def give_back(*, actor: Actor, correction_id: int, step: str, comment: str) -> Correction:
    """Give a correction back to the DSL with a reason; signatures fall and stay on record.

    Raises PermissionDenied, Refused, Correction.DoesNotExist.
    """
    audit, correction = locked_correction(correction_id)
    correction.return_comment = comment
    delegations = standing_in(actor)
    CORRECTION.move(f"return_from_{step}", correction, in_place(actor, delegations))
    if found := stands_in_the_way(actor, audit, delegations.get(step)):
        raise Refused(found)
    correction.save(update_fields=["state", "return_comment"])
    standing = audit.signatures.filter(correction=correction, fallen_at=None)
    last = max(standing.values_list("pk", flat=True))
    standing.update(fallen_at=timezone.now())
    record(actor, "correction.returned", correction, audit=audit.pk, step=step)
    queue(
        template="audit_returned",
        key=f"correction-return:{last}",
        to=holders(roles=("dsl",), school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/correction/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return correction


def _ask_next(actor: Actor, audit: Audit, signature: Signature) -> None:
    following = ORDER[ORDER.index(Step(signature.step)) + 1]
    queue(
        template="correction_to_sign",
        key=f"sign:{signature.pk}",
        to=asked_to_sign(audit, step=following.value),
        path=f"/s/{audit.school.urn}/audit/correction/",
        by=actor.person_id,
        school_id=audit.school_id,
    )


def _put_in_force(actor: Actor, audit: Audit, correction: Correction, signatures: list[Signature]) -> None:
    changed = [row for row, _before in changed_answers(correction)]
    for row in changed:
        _replace_answer(audit, row)
    before = FrozenCopy.objects.filter(audit=audit).order_by("-version")[0]
    correction.version, correction.signed_at = before.version + 1, signatures[-1].signed_at
    correction.save(update_fields=["state", "version", "signed_at"])
    in_order = sorted(signatures, key=lambda signature: ORDER.index(Step(signature.step)))
    rows = with_evidence(whole_audit(audit_id=audit.pk), audit_id=audit.pk)
    content = content_of(audit, rows=rows, signatures=in_order, at=correction.signed_at)
    content["correction"] = {
        "version": correction.version,
        "replaces_sha256": before.sha256,
        "first_submitted_at": audit.submitted_at.isoformat() if audit.submitted_at else None,
        "reason": correction.reason,
        "asked_at": correction.asked_at.isoformat(),
        "indicators": [row.indicator.code for row in changed],
    }
    text = canonical(content)
    frozen = FrozenCopy.objects.create(
        audit=audit, version=correction.version, content=text, sha256=sha256_of(text), **audit.owner
    )
    codes = content["correction"]["indicators"]
    record(actor, "audit.corrected", audit, version=frozen.version, sha256=frozen.sha256, codes=codes)
    cause = f"version:{frozen.version}"
    post("audits.propose_band", key=f"triage:{audit.pk}:{cause}", audit_id=audit.pk, cause=cause)
    _tell(actor, audit, correction)


def _replace_answer(audit: Audit, row: CorrectedAnswer) -> None:
    words = words_of(row) | {"saved_at": row.saved_at, "saved_by_id": row.saved_by_id}
    answer, is_new = Answer.objects.get_or_create(
        audit=audit, indicator_id=row.indicator_id, defaults={**words, **audit.owner, "revision": 1}
    )
    if not is_new:
        answer.revision += 1
        Answer.objects.filter(pk=answer.pk).update(**words, revision=answer.revision)
    AnswerRevision.objects.create(answer=answer, operation_id=uuid4(), **words, revision=answer.revision, **audit.owner)


def _tell(actor: Actor, audit: Audit, correction: Correction) -> None:
    """The school’s signers now, and the reader by the worker: a school does not see who reads what it sent."""
    queue(
        template="correction_signed",
        key=f"correction:{correction.pk}",
        to=holders(roles=TOLD, school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/copy/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    post("audits.tell_reader", key=f"correction:{correction.pk}", correction_id=correction.pk, by=actor.person_id)
