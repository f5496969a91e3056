"""Signing and giving back. The chair's signature submits the audit and freezes a copy of it."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.answers.queries import whole_audit
from audits.evidence.queries import with_evidence
from audits.frameworks.models import Indicator
from audits.lifecycle.actions import locked_audit
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import signs_here
from audits.lifecycle.transitions import AUDIT
from audits.signing_delegates.queries import asked_to_sign, in_place, standing_in, stands_in_the_way, under
from audits.signing_delegates.rules import declaration_for
from audits.signoff.differences import latest_revision
from audits.signoff.freezing import canonical, content_of, sha256_of
from audits.signoff.models import FrozenCopy, GivenBack, Look, Signature
from audits.signoff.rules import (
    DECLARATIONS,
    ORDER,
    board_has_met,
    codes_in,
    nobody_signs_twice,
    nothing_changed_since,
)
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Refused

Step = Signature.Step


@dataclass(frozen=True, slots=True)
class Board:
    """When the board discussed the audit, and where its minutes say so. For the chair's signature only."""

    met_on: date | None = None
    minute_reference: str = ""


NO_BOARD = Board()


def sign(
    *, actor: Actor, audit_id: int, step: str, board: Board = NO_BOARD, seen_up_to: int | None = None
) -> Signature:
    """Put one person's signature under the declaration of one step: DSL, then head, then chair; nobody twice.

    seen_up_to: the last answer revision that was on the page, None where the caller showed none. The chair's signature
    submits the audit: state, frozen copy, trail and receipts in this transaction. Raises PermissionDenied, Refused,
    Audit.DoesNotExist.
    """
    audit = locked_audit(audit_id=audit_id)
    delegations = standing_in(actor)
    AUDIT.move(f"sign_as_{step}", audit, in_place(actor, delegations))
    delegation = delegations.get(step)
    standing = list(audit.signatures.filter(correction=None, fallen_at=None))
    latest = latest_revision(audit_id=audit.pk)
    found = [
        *nobody_signs_twice(standing, person_id=actor.person_id, step=step),
        *stands_in_the_way(actor, audit, delegation),
        *nothing_changed_since(latest=latest, seen_up_to=seen_up_to),
    ]
    if step == Step.CHAIR:
        today = timezone.localdate()
        found += board_has_met(met_on=board.met_on, minute_reference=board.minute_reference, today=today)
    if found:
        raise Refused(found)
    signature: Signature = Signature.objects.create(
        audit=audit,
        step=step,
        person_id=actor.person_id,
        signed_name=actor.name,
        declaration=declaration_for(DECLARATIONS[step], delegation),
        **under(delegation),
        board_met_on=board.met_on,
        minute_reference=board.minute_reference,
        signed_at=timezone.now(),
        **audit.owner,
    )
    record(actor, "audit.signed", audit, step=step, signature=signature.pk, delegation=signature.delegation_id)
    _keep_look(actor, audit, latest)
    if step == Step.CHAIR:
        _submit(actor, audit, [*standing, signature])
    else:
        audit.save(update_fields=["state"])
        _ask_next(actor, audit, signature)
    return signature


def give_back(*, actor: Actor, audit_id: int, step: str, comment: str) -> Audit:
    """Give the audit back to the DSL with a reason. Signatures fall and stay on record, and so does the comment.

    step: head or chair, as whom. Indicators that the comment names are kept beside it. Raises PermissionDenied,
    Refused, Audit.DoesNotExist.
    """
    audit = locked_audit(audit_id=audit_id)
    audit.return_comment = comment
    delegations = standing_in(actor)
    AUDIT.move(f"return_from_{step}", audit, in_place(actor, delegations))
    if found := stands_in_the_way(actor, audit, delegations.get(step)):
        raise Refused(found)
    audit.save(update_fields=["state", "return_comment"])
    audit.signatures.filter(correction=None, fallen_at=None).update(fallen_at=timezone.now())
    asked = Indicator.objects.filter(pk__in=audit.indicator_ids).values_list("code", flat=True)
    given_back = GivenBack.objects.create(
        audit=audit,
        step=step,
        comment=comment,
        codes=codes_in(comment, set(asked)),
        returned_by_id=actor.person_id,
        returned_name=actor.name,
        **under(delegations.get(step)),
        **audit.owner,
    )
    _keep_look(actor, audit, latest_revision(audit_id=audit.pk))
    record(actor, "audit.returned", audit, step=step, codes=given_back.codes, delegation=given_back.delegation_id)
    queue(
        template="audit_returned",
        key=f"return:{given_back.pk}",
        to=holders(roles=("dsl",), school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return audit


def mark_seen(*, actor: Actor, audit_id: int, up_to: int) -> None:
    """Keep that somebody has read everything up to this revision; what comes later is shown as changed.

    Raises PermissionDenied, Audit.DoesNotExist.
    """
    audit = locked_audit(audit_id=audit_id)
    if not signs_here(in_place(actor, standing_in(actor)), audit):
        raise PermissionDenied("audit.look")
    _keep_look(actor, audit, min(up_to, latest_revision(audit_id=audit.pk)))


def _keep_look(actor: Actor, audit: Audit, up_to: int) -> None:
    Look.objects.create(audit=audit, person_id=actor.person_id, up_to=up_to, **audit.owner)


def _ask_next(actor: Actor, audit: Audit, signature: Signature) -> None:
    following = ORDER[ORDER.index(Step(signature.step)) + 1]
    queue(
        template=f"please_sign_{following.value}",
        key=f"sign:{signature.pk}",
        to=asked_to_sign(audit, step=following.value),
        path=f"/s/{audit.school.urn}/audit/sign/",
        by=actor.person_id,
        school_id=audit.school_id,
    )


def _submit(actor: Actor, audit: Audit, signatures: list[Signature]) -> None:
    audit.submitted_at = signatures[-1].signed_at
    audit.save(update_fields=["state", "submitted_at"])
    rows = with_evidence(whole_audit(audit_id=audit.pk), audit_id=audit.pk)
    in_order = sorted(signatures, key=lambda signature: ORDER.index(Step(signature.step)))
    text = canonical(content_of(audit, rows=rows, signatures=in_order, at=audit.submitted_at))
    frozen = FrozenCopy.objects.create(
        audit=audit, content=text, sha256=sha256_of(text), frozen_at=audit.submitted_at, **audit.owner
    )
    record(actor, "audit.submitted", audit, sha256=frozen.sha256)
    post("audits.propose_band", key=f"triage:{audit.pk}:submitted", audit_id=audit.pk, cause="submitted")
    queue(
        template="audit_submitted",
        key=f"submitted:{audit.pk}",
        to=[signature.person_id for signature in in_order],
        path=f"/s/{audit.school.urn}/audit/copy/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
