"""Reads the facts of a signed copy and the limits: what the criteria look at. In the partnership's scope."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from audits.answers.models import Level, Strength
from audits.corrections.models import Correction
from audits.escalation.criteria import criteria
from audits.escalation.types import CopyFacts, Criterion, Limits, Signer
from audits.frameworks.models import Tier
from audits.signing_delegates.models import SigningDelegate
from audits.signoff.models import FrozenCopy, Signature
from audits.triage.models import TriageReading
from audits.triage.rulebook import current_rules
from audits.triage.types import Facts
from lscp_portal.accounts.models import Membership

SAID = frozenset({Level.NOT_IN_PLACE, Level.PARTLY, Level.SECURE, Level.EMBEDDED})
CLAIMS = SAID - {Level.NOT_IN_PLACE}  # that nothing is in place needs no proof
BY_RULES = "rules:"  # such a reading takes the texts as they were compared before
UNPROVEN = (None, Strength.STATED)


def copy_in_force(*, audit_id: int) -> FrozenCopy | None:
    """The latest signed copy; None before it is sent. One query."""
    found: FrozenCopy | None = FrozenCopy.objects.filter(audit_id=audit_id).order_by("-version").first()
    return found


def look_at(copy: FrozenCopy, limits: Limits) -> tuple[Criterion, ...]:
    """Every criterion for this copy, met or not. Five queries."""
    return criteria(facts_of_copy(copy), limits)


def limits_now() -> Limits:
    """The limits of the partnership's rules, which it changes on the page “Rules of the bands”. One query."""
    book = current_rules()
    return Limits(book.version, weak_evidence=book.limits["weak_evidence"], copied=book.limits["copied"])


def facts_of_copy(copy: FrozenCopy) -> CopyFacts:
    """What the criteria rest on. Five queries."""
    rows = [row for row in json.loads(copy.content)["indicators"] if row["answer"]]
    said = [row for row in rows if row["answer"]["level"] in SAID]
    core = [row for row in said if row["tier"] == Tier.CORE]
    return CopyFacts(
        core=_codes(core),
        unproven=_codes([row for row in core if row["answer"]["strength"] in UNPROVEN]),
        critical_unproven=_codes([row for row in said if row["is_critical"] and _is_unproven_claim(row)]),
        copied=_copied(copy),
        signers=_signers(copy),
    )


def _codes(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(row["code"] for row in rows)


def _is_unproven_claim(row: Mapping[str, Any]) -> bool:
    answer = row["answer"]
    return answer["level"] in CLAIMS and answer["strength"] in UNPROVEN and not row.get("evidence")


def _copied(copy: FrozenCopy) -> tuple[str, ...] | None:
    """The answers that stand elsewhere, as the latest comparison found them; None where it is older than the copy.

    Of other schools, only the one that most is shared with counts, as for the signal. One query.
    """
    compared = TriageReading.objects.filter(audit_id=copy.audit_id, made_at__gte=copy.frozen_at)
    latest = compared.exclude(cause__startswith=BY_RULES).order_by("-pk").first()
    if latest is None:
        return None
    found = Facts.of(latest.facts).copied
    elsewhere: dict[int, set[str]] = {}
    for one in found:
        elsewhere.setdefault(one.audit_id, set()).add(one.code)
        if not one.audit_id:
            elsewhere[0].add(one.other_code)
    inside = elsewhere.pop(0, set())
    return tuple(sorted(inside | max(elsewhere.values(), key=len, default=set())))


def _signers(copy: FrozenCopy) -> tuple[Signer, ...]:
    """Who signed this version, each with whether they had the role or a delegation that day. Four queries at most."""
    correction = Correction.objects.filter(audit_id=copy.audit_id, version=copy.version).values("pk")
    rows = Signature.objects.filter(audit_id=copy.audit_id, fallen_at=None)
    of_copy = rows.filter(correction=None) if copy.version == 1 else rows.filter(correction__in=correction)
    signed = list(of_copy.order_by("signed_at", "pk"))
    people = {one.person_id for one in signed}
    held = list(Membership.objects.filter(school_id=copy.school_id, person_id__in=people))
    given = list(SigningDelegate.objects.filter(pk__in=[one.delegation_id for one in signed if one.delegation_id]))
    return tuple(Signer(one.get_step_display(), one.signed_name, _had_authority(one, held, given)) for one in signed)


def _had_authority(
    signed: Signature, held: Sequence[Membership], given: Sequence[SigningDelegate]
) -> bool:  # fmt: skip
    day = timezone.localdate(signed.signed_at)
    if signed.delegation_id is not None:
        return any(
            one.pk == signed.delegation_id
            and one.starts_on <= day <= one.ends_on
            and (one.ended_at is None or one.ended_at >= signed.signed_at)
            for one in given
        )
    return any(
        one.person_id == signed.person_id
        and one.role == signed.step
        and one.starts_on <= day
        and not _is_before(one.ends_on, day)
        and (one.ended_at is None or one.ended_at >= signed.signed_at)
        for one in held
    )


def _is_before(last: date | None, day: date) -> bool:
    return last is not None and last < day
