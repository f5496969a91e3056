"""Asking for a correction, answering, and the new wordings; signing is in `signing`."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.answers.models import Wording
from audits.answers.rules import refusals
from audits.answers.types import WORDING, AnswerRefused, Entry
from audits.corrections.models import CorrectedAnswer, Correction
from audits.corrections.policies import may_ask, may_correct
from audits.corrections.rules import is_in_time, is_not_read_yet, names_answers, nothing_else_is_open
from audits.corrections.transitions import CORRECTION
from audits.corrections.types import OldPage
from audits.frameworks.models import Indicator
from audits.lifecycle.actions import locked_audit
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.holidays.queries import closed_days_of

TOLD = ("dsl", "head", "chair")


def ask(*, actor: Actor, audit_id: int, codes: Sequence[str], reason: str) -> Correction:
    """A school asks to correct named answers of what it sent. Raises PermissionDenied, Refused, Audit.DoesNotExist."""
    audit = locked_audit(audit_id=audit_id)
    if not may_ask(actor, audit):
        raise PermissionDenied("correction.ask")
    if found := list(is_not_read_yet(audit)):
        raise Refused(found)
    asked = Indicator.objects.filter(pk__in=audit.indicator_ids).values_list("code", flat=True)
    found = [
        *is_in_time(
            timezone.localdate(audit.submitted_at), today=timezone.localdate(), closed=closed_days_of(audit.school)
        ),
        *names_answers(codes, asked=set(asked)),
        *nothing_else_is_open(audit),
    ]
    if not reason.strip():
        found.append(Blocker("reason", "Say why: the LSCP lead decides by it."))
    if found:
        raise Refused(found)
    correction: Correction = Correction.objects.create(
        audit=audit, codes=list(codes), reason=reason, asked_by_id=actor.person_id, **audit.owner
    )
    record(actor, "correction.asked", correction, audit=audit.pk, codes=correction.codes)
    queue(
        template="correction_asked",
        key=f"correction:{correction.pk}",
        to=holders(roles=("lead",), school_id=None),
        path=f"/p/{audit.tenant.slug}/corrections/{correction.pk}/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return correction


def answer(*, actor: Actor, correction_id: int, is_granted: bool, words: str) -> Correction:
    """The lead says yes, or no and why. Raises PermissionDenied, Refused, Correction.DoesNotExist."""
    audit, correction = locked_correction(correction_id)
    correction.answer, correction.answered_by_id, correction.answered_at = words, actor.person_id, timezone.now()
    CORRECTION.move("grant" if is_granted else "decline", correction, actor)
    correction.save(update_fields=["state", "answer", "answered_by_id", "answered_at"])
    record(actor, "correction.granted" if is_granted else "correction.declined", correction, audit=audit.pk)
    queue(
        template="correction_answered",
        key=f"correction:{correction.pk}",
        to=holders(roles=TOLD, school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/correction/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    return correction


def amend(*, actor: Actor, correction_id: int, code: str, entry: Entry, read: int) -> CorrectedAnswer:
    """Keep the new wording of one named answer; what was sent stays as it is until the chair has signed.

    read: the revision the page was showing, 0 for none. Raises OldPage, AnswerRefused, Refused, PermissionDenied,
    Correction.DoesNotExist, Indicator.DoesNotExist (also where the correction does not name it).
    """
    audit, correction = locked_correction(correction_id)
    if not may_correct(actor, correction):
        raise PermissionDenied("correction.amend")
    if correction.state != Correction.State.GRANTED:
        raise Refused([Blocker("state", "Answers can be corrected after the partnership has agreed, and not signed.")])
    indicator = Indicator.objects.get(pk__in=audit.indicator_ids, code=code, code__in=correction.codes)
    kept = CorrectedAnswer.objects.filter(correction=correction, indicator=indicator).first()
    if (kept.revision if kept else 0) != read:
        raise OldPage
    if problems := refusals(entry, tier=indicator.tier, allow_na=indicator.allow_na):
        raise AnswerRefused(problems)
    row = kept or CorrectedAnswer(correction=correction, indicator=indicator, **audit.owner)
    for name, value in words_of(entry).items():
        setattr(row, name, value)
    row.revision, row.saved_at, row.saved_by_id = read + 1, timezone.now(), actor.person_id
    row.save()
    record(actor, "correction.amended", correction, audit=audit.pk, indicator=code, revision=row.revision)
    return row


def end(*, actor: Actor, correction_id: int) -> Correction:
    """End a correction without a change: what was sent stands. Raises PermissionDenied, Refused."""
    audit, correction = locked_correction(correction_id)
    CORRECTION.move("end", correction, actor)
    correction.save(update_fields=["state"])
    if actor.school_id:
        audit.signatures.filter(correction=correction, fallen_at=None).update(fallen_at=timezone.now())
    record(actor, "correction.ended", correction, audit=audit.pk)
    return correction


def locked_correction(correction_id: int) -> tuple[Audit, Correction]:
    """The audit of a correction, locked, and then the correction: the second click must see the first."""
    key = Correction.objects.values_list("audit_id", flat=True).get(pk=correction_id)
    audit = locked_audit(audit_id=key)
    correction: Correction = Correction.objects.get(pk=correction_id)
    correction.audit = audit
    return audit, correction


def words_of(entry: Entry | Wording) -> dict[str, object]:
    """The fields of a wording."""
    return {name: getattr(entry, name) for name in WORDING}
