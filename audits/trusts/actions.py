"""A trust answers centrally; a school makes that answer its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.answers.actions import save_answer
from audits.answers.models import Answer
from audits.answers.rules import refusals
from audits.answers.types import AnswerRefused, Entry, Saved
from audits.frameworks.models import Framework, Indicator
from audits.trusts.models import CentralAnswer, CentralAnswerRevision, TrustConfirmation
from audits.trusts.policies import leads_trust
from audits.trusts.queries import central_of
from audits.trusts.types import WORDS, CentralConflict, CentralEntry, OfferChanged, Yes
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record, record_for_trust
from schools.register.models import School


@dataclass(frozen=True, slots=True)
class _Held:
    framework: Framework
    rows: Mapping[int, CentralAnswer]
    tenants: frozenset[int]


def save_central(*, actor: Actor, framework_id: int, code: str, entry: CentralEntry, read: int) -> int:
    """Keep a trust's answer to one indicator, once for each partnership of its schools; return the revision.

    read: the revision the page was showing, 0 when there was none. The same words again write nothing. Raises
    PermissionDenied, CentralConflict (holds theirs), AnswerRefused (the scale contradicts itself),
    Framework.DoesNotExist, Indicator.DoesNotExist. Statements do not grow with schools.
    """
    held = _held(actor, framework_id, code)
    indicator = Indicator.objects.get(framework=held.framework, code=code)
    standing = max(held.rows.values(), key=lambda row: row.revision, default=None)
    if standing and standing.revision != read:
        raise CentralConflict(central_of(standing))
    said = Entry(level=entry.level, strength=entry.strength, how_we_know=entry.how_we_know)
    if problems := refusals(said, tier=indicator.tier, allow_na=indicator.allow_na):
        raise AnswerRefused(problems)
    is_same = standing is not None and standing.withdrawn_at is None and central_of(standing).entry == entry
    if standing and is_same and held.tenants <= set(held.rows):
        return standing.revision
    words = {name: getattr(entry, name) for name in WORDS}
    return _write(held.framework, actor, code, {**words, "revision": read + 1}, held)


def withdraw_central(*, actor: Actor, framework_id: int, code: str, read: int) -> None:
    """Offer it to no school any more. Schools keep what they made of it. Raises PermissionDenied, CentralConflict."""
    for row in _held(actor, framework_id, code).rows.values():
        if row.revision != read:
            raise CentralConflict(central_of(row))
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record_for_trust(row.tenant_id, "central_answer.withdrawn", row, code=code)


def confirm_offer(*, actor: Actor, audit_id: int, code: str, yes: Yes) -> Saved:
    """Make the trust's answer the school's own, in the words it was shown; its action stays as it is.

    Raises OfferChanged (the trust has reworded or withdrawn it), and whatever save_answer raises.
    """
    central = CentralAnswer.objects.get(pk=yes.offer_id, code=code)
    if central.revision != yes.revision or central.withdrawn_at is not None:
        raise OfferChanged
    before = Answer.objects.filter(audit_id=audit_id, indicator__code=code).first()
    kept = {name: getattr(before, name) for name in ("action", "action_owner", "action_due_on")} if before else {}
    entry = Entry(level=central.level, strength=central.strength, how_we_know=central.how_we_know, **kept)
    saved = save_answer(
        actor=actor, audit_id=audit_id, code=code, entry=entry, read=yes.read, operation_id=yes.operation_id
    )
    answer = Answer.objects.get(audit_id=audit_id, indicator__code=code)
    trust_name = School.objects.values_list("trust_name", flat=True).get(pk=answer.school_id)
    confirmation, is_new = TrustConfirmation.objects.get_or_create(
        tenant_id=answer.tenant_id,
        answer=answer,
        answer_revision=saved.revision,
        defaults={
            "school_id": answer.school_id,
            "central_answer": central,
            "central_revision": yes.revision,
            "trust_name": trust_name,
            "confirmed_by_id": actor.person_id,
        },
    )
    if is_new:
        record(actor, "answer.confirmed_from_trust", confirmation, code=code, central=central.pk)
    return saved


def _held(actor: Actor, framework_id: int, code: str) -> _Held:
    """The series, and the rows of this answer by partnership, held until the transaction ends."""
    if not leads_trust(actor):
        raise PermissionDenied("central_answer.save")
    framework: Framework = Framework.objects.defer("settings").get(pk=framework_id)
    found = CentralAnswer.objects.filter(trust_uid=actor.trust_uid, upstream=framework.upstream, code=code)
    rows = {row.tenant_id: row for row in found.select_for_update(of=("self",), no_key=True).order_by("pk")}
    tenants = frozenset(School.objects.order_by().values_list("tenant_id", flat=True).distinct())
    return _Held(framework, rows, tenants)


def _write(framework: Framework, actor: Actor, code: str, kept: Mapping[str, Any], held: _Held) -> int:
    words = {**kept, "saved_at": timezone.now(), "saved_by_id": actor.person_id}
    for tenant_id in sorted(held.tenants):
        row = held.rows.get(tenant_id) or CentralAnswer(
            tenant_id=tenant_id, trust_uid=actor.trust_uid, upstream=framework.upstream, code=code
        )
        for name, value in words.items():
            setattr(row, name, value)
        row.withdrawn_at = None
        row.save(update_fields=[*words, "withdrawn_at"] if row.pk else None)
        kept_for_ever = CentralAnswerRevision(
            tenant_id=tenant_id, central_answer=row, trust_uid=actor.trust_uid, **words
        )
        kept_for_ever.save(force_insert=True)
        record_for_trust(tenant_id, "central_answer.saved", row, code=code, revision=row.revision)
    return int(kept["revision"])
