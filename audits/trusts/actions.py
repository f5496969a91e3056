"""A trust answers centrally; a school makes that answer its own."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from audits.answers.actions import save_answer
from audits.answers.models import Answer
from audits.answers.rules import refusals
from audits.answers.types import AnswerRefused, Entry, Saved
from audits.frameworks.models import Framework, Indicator
from audits.lifecycle.models import Audit
from audits.trusts.models import CentralAnswer, CentralAnswerRevision, TrustConfirmation
from audits.trusts.policies import leads_trust
from audits.trusts.queries import entry_of, read_of, tenants_of_trust
from audits.trusts.types import WORDS, CentralConflict, CentralEntry, OfferChanged, Yes
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record, record_for_trust
from schools.register.models import School

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('audits.trusts'), hashtext(%s))"


def save_central(*, actor: Actor, framework_id: int, code: str, entry: CentralEntry, read: str) -> int:
    """Keep a trust's answer to one indicator, once for each partnership of its schools; in how many it was written.

    read: what the page was showing (Central.read), "" when there was no answer. A partnership that has these very words
    already is left alone, so its schools are told of no change; one without an answer gets them. Raises
    PermissionDenied, CentralConflict, AnswerRefused (the scale contradicts itself), Framework.DoesNotExist,
    Indicator.DoesNotExist. Statements do not grow with schools.
    """
    framework, rows = _held(actor, framework_id, code, read)
    indicator = Indicator.objects.get(framework=framework, code=code)
    said = Entry(level=entry.level, strength=entry.strength, how_we_know=entry.how_we_know)
    if problems := refusals(said, tier=indicator.tier, allow_na=indicator.allow_na):
        raise AnswerRefused(problems)
    stands = {tenant for tenant, row in rows.items() if row.withdrawn_at is None and entry_of(row) == entry}
    wanted = sorted(tenants_of_trust() - stands)
    for tenant_id in wanted:
        row = rows.get(tenant_id) or CentralAnswer(
            tenant_id=tenant_id, trust_uid=actor.trust_uid, upstream=framework.upstream, code=code, revision=0
        )
        _write(actor, row, entry)
    return len(wanted)


def withdraw_central(*, actor: Actor, framework_id: int, code: str, read: str) -> None:
    """Offer it to no school any more. Schools keep what they made of it. Raises PermissionDenied, CentralConflict."""
    _framework, rows = _held(actor, framework_id, code, read)
    for row in (row for row in rows.values() if row.withdrawn_at is None):
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record_for_trust(row.tenant_id, "central_answer.withdrawn", row, code=code)


def confirm_offer(*, actor: Actor, audit_id: int, code: str, yes: Yes) -> Saved:
    """Make the trust's answer the school's own, in the words it was shown; its action stays as it is.

    Raises OfferChanged (the trust has reworded or withdrawn it), CentralAnswer.DoesNotExist (also when it answers
    another series of frameworks), and whatever save_answer raises.
    """
    series = Audit.objects.values_list("cycle__framework__upstream", flat=True).get(pk=audit_id)
    central = CentralAnswer.objects.get(pk=yes.offer_id, code=code, upstream=series)
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
        central_answer=central,
        central_revision=yes.revision,
        defaults={
            "school_id": answer.school_id,
            "trust_name": trust_name,
            "confirmed_by_id": actor.person_id,
        },
    )
    if is_new:
        record(actor, "answer.confirmed_from_trust", confirmation, code=code, central=central.pk)
    return saved


def _held(actor: Actor, framework_id: int, code: str, read: str) -> tuple[Framework, Mapping[int, CentralAnswer]]:
    """The framework, and the rows of this answer by partnership; nobody else of the trust writes until we are done."""
    if not leads_trust(actor):
        raise PermissionDenied("central_answer.save")
    framework: Framework = Framework.objects.defer("settings").get(pk=framework_id)
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"{actor.trust_uid} {framework.upstream} {code}"])
    found = CentralAnswer.objects.filter(trust_uid=actor.trust_uid, upstream=framework.upstream, code=code)
    rows = {row.tenant_id: row for row in found}
    if read_of(rows.values()) != read:
        raise CentralConflict
    return framework, rows


def _write(actor: Actor, row: CentralAnswer, entry: CentralEntry) -> None:
    words = {name: getattr(entry, name) for name in WORDS}
    words |= {"revision": row.revision + 1, "saved_at": timezone.now(), "saved_by_id": actor.person_id}
    for name, value in words.items():
        setattr(row, name, value)
    row.withdrawn_at = None
    row.save(update_fields=[*words, "withdrawn_at"] if row.pk else None)
    kept_for_ever = CentralAnswerRevision(tenant_id=row.tenant_id, central_answer=row, trust_uid=row.trust_uid, **words)
    kept_for_ever.save(force_insert=True)
    record_for_trust(row.tenant_id, "central_answer.saved", row, code=row.code, revision=row.revision)
