"""Signing and giving back. The chair's signature submits the audit and freezes a copy of it."""

from datetime import date

from django.utils import timezone

from audits.answers.queries import whole_audit
from audits.lifecycle.actions import locked_audit
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AUDIT
from audits.signoff.freezing import canonical, content_of, sha256_of
from audits.signoff.models import FrozenCopy, Signature
from audits.signoff.rules import DECLARATIONS, ORDER, nobody_signs_twice
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Refused

Step = Signature.Step


def sign(*, actor: Actor, audit_id: int, step: str, board_met_on: date | None = None) -> Signature:
    """Put one person's signature under the declaration of one step: DSL, then head, then chair; nobody twice.

    board_met_on: when the board discussed it; the chair's signature needs it. The chair's signature submits the audit:
    state, frozen copy, trail and receipts in this transaction. Raises PermissionDenied, Refused, Audit.DoesNotExist.
    """
    audit = locked_audit(audit_id=audit_id)
    AUDIT.move(f"sign_as_{step}", audit, actor)
    standing = list(audit.signatures.filter(fallen_at=None))
    if found := list(nobody_signs_twice(standing, person_id=actor.person_id, step=step)):
        raise Refused(found)
    signature: Signature = Signature.objects.create(
        audit=audit,
        step=step,
        person_id=actor.person_id,
        signed_name=actor.name,
        declaration=DECLARATIONS[step],
        board_met_on=board_met_on,
        signed_at=timezone.now(),
        **audit.owner,
    )
    record(actor, "audit.signed", audit, step=step, signature=signature.pk)
    if step == Step.CHAIR:
        _submit(actor, audit, [*standing, signature])
    else:
        audit.save(update_fields=["state"])
        _ask_next(actor, audit, signature)
    return signature


def give_back(*, actor: Actor, audit_id: int, step: str, comment: str) -> Audit:
    """Give the audit back to the DSL with a reason. Signatures fall and stay on record.

    step: head or chair, as whom. Raises PermissionDenied, Refused, Audit.DoesNotExist.
    """
    audit = locked_audit(audit_id=audit_id)
    audit.return_comment = comment
    AUDIT.move(f"return_from_{step}", audit, actor)
    audit.save(update_fields=["state", "return_comment"])
    standing = audit.signatures.filter(fallen_at=None)
    last = max(standing.values_list("pk", flat=True))
    standing.update(fallen_at=timezone.now())
    record(actor, "audit.returned", audit, step=step)
    queue(
        template="audit_returned",
        key=f"return:{last}",
        to=holders(roles=("dsl",), school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return audit


def _ask_next(actor: Actor, audit: Audit, signature: Signature) -> None:
    following = ORDER[ORDER.index(Step(signature.step)) + 1]
    queue(
        template=f"please_sign_{following.value}",
        key=f"sign:{signature.pk}",
        to=holders(roles=(following.value,), school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/sign/",
        by=actor.person_id,
        school_id=audit.school_id,
    )


def _submit(actor: Actor, audit: Audit, signatures: list[Signature]) -> None:
    audit.submitted_at = signatures[-1].signed_at
    audit.save(update_fields=["state", "submitted_at"])
    rows = whole_audit(audit_id=audit.pk)
    in_order = sorted(signatures, key=lambda signature: ORDER.index(Step(signature.step)))
    text = canonical(content_of(audit, rows=rows, signatures=in_order, at=audit.submitted_at))
    frozen = FrozenCopy.objects.create(audit=audit, content=text, sha256=sha256_of(text), **audit.owner)
    record(actor, "audit.submitted", audit, sha256=frozen.sha256)
    queue(
        template="audit_submitted",
        key=f"submitted:{audit.pk}",
        to=[signature.person_id for signature in in_order],
        path=f"/s/{audit.school.urn}/audit/copy/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
