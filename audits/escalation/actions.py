"""What an LSCP lead does about a return of poor quality: start a case, and end it. Steps are in `step_actions`."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.corrections.models import Correction
from audits.corrections.rules import OPEN as OPEN_CORRECTIONS
from audits.corrections.rules import names_answers, nothing_else_is_open
from audits.corrections.transitions import CORRECTION
from audits.escalation.models import PoorQualityCase
from audits.escalation.policies import may_lead_case
from audits.escalation.reading import copy_in_force, limits_now, look_at
from audits.escalation.rules import due_by_itself, is_read_and_not_answered, no_other_case
from audits.escalation.transitions import CASE
from audits.escalation.types import Criterion
from audits.frameworks.models import Indicator
from audits.lifecycle.actions import locked_audit
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.holidays.queries import closed_days_of

TOLD = ("head", "chair")  # domain.md 7.2: the letter goes to chair and head
CHANGED = Blocker("changed", "The school has signed a later version since the page was opened. Read it before you act.")


def start_case(
    *, actor: Actor, audit_id: int, missing: str, support: str, codes: Sequence[str], version: int
) -> PoorQualityCase:
    """Write to chair and head that the return is to be mended, and open a correction for it.

    missing: what to mend; support: who helps. codes: the answers that may be changed. version: of the copy that the
    page showed. Raises PermissionDenied, Refused, Audit.DoesNotExist.
    """
    audit = locked_audit(audit_id=audit_id)
    if not may_lead_case(actor, audit):
        raise PermissionDenied("case.start")
    asked = Indicator.objects.filter(pk__in=audit.indicator_ids).values_list("code", flat=True)
    found = [
        *is_read_and_not_answered(audit),
        *no_other_case(audit),
        *nothing_else_is_open(audit),
        *names_answers(codes, asked=set(asked)),
    ]
    if not missing.strip():
        found.append(Blocker("missing", "Say what is missing: chair and head read it."))
    if not support.strip():
        found.append(Blocker("support", "Name who helps the school, and how to reach them."))
    copy = copy_in_force(audit_id=audit.pk)
    if copy is None or copy.version != version:
        found.append(CHANGED)
    if found or copy is None:
        raise Refused(found)
    limits = limits_now()
    case: PoorQualityCase = PoorQualityCase.objects.create(
        audit=audit,
        copy=copy,
        sha256=copy.sha256,
        rules_version=limits.version,
        found=_kept(look_at(copy, limits)),
        missing=missing,
        support=support,
        started_at=timezone.now(),
        started_by_id=actor.person_id,
        signed_name=actor.name,
        due_on=due_by_itself(timezone.localdate(), closed=closed_days_of(audit.school)),
        **audit.owner,
    )
    _open_correction(actor, audit, case, codes)
    met = [row["key"] for row in case.found if row["is_met"]]
    record(actor, "case.started", case, audit=audit.pk, version=copy.version, sha256=copy.sha256, met=met)
    _write(actor, case, "case_started", due_on=case.due_on)
    return case


def resolve_case(*, actor: Actor, case_id: int, why: str, version: int) -> PoorQualityCase:
    """The school has signed again, and the lead accepts it; the feedback goes its way.

    version: of the copy that the page showed. Raises PermissionDenied, Refused, PoorQualityCase.DoesNotExist.
    """
    return _end(actor, case_id, "resolve", why, version)


def stop_case(*, actor: Actor, case_id: int, why: str) -> PoorQualityCase:
    """Withdraw the case at any time, with a reason. Raises as resolve_case does."""
    return _end(actor, case_id, "stop", why, None)


def locked_case(case_id: int) -> tuple[Audit, PoorQualityCase]:
    """The audit of a case, locked, and then the case: the second click must see the first."""
    key = PoorQualityCase.objects.values_list("audit_id", flat=True).get(pk=case_id)
    audit = locked_audit(audit_id=key)
    case: PoorQualityCase = PoorQualityCase.objects.get(pk=case_id)
    case.audit = audit
    return audit, case


def what_stands(case: PoorQualityCase) -> tuple[Criterion, ...]:
    """The criteria for the copy in force; sets case.still. Seven queries."""
    copy = copy_in_force(audit_id=case.audit_id)
    found = look_at(copy, limits_now()) if copy else ()
    case.still = [one.title for one in found if one.is_met]
    return found


def _end(actor: Actor, case_id: int, name: str, why: str, version: int | None) -> PoorQualityCase:
    audit, case = locked_case(case_id)
    case.ended_why = why
    CASE.move(name, case, actor)
    copy = copy_in_force(audit_id=audit.pk)
    if version is not None and (copy is None or copy.version != version):
        raise Refused([CHANGED])
    case.found_then = _kept(what_stands(case))
    case.ended_at, case.ended_by_id = timezone.now(), actor.person_id
    case.save(update_fields=["state", "ended_at", "ended_by_id", "ended_why", "found_then"])
    for correction in Correction.objects.filter(case=case, state__in=OPEN_CORRECTIONS):
        CORRECTION.move("end", correction, actor)
        correction.save(update_fields=["state"])
        record(actor, "correction.ended", correction, audit=audit.pk, case=case.pk)
    record(actor, f"case.{case.state}", case, audit=audit.pk)
    _write(actor, case, "case_ended")
    return case


def _open_correction(actor: Actor, audit: Audit, case: PoorQualityCase, codes: Sequence[str]) -> None:
    """The school mends named answers as in any correction; the partnership asks, so its ten days do not count."""
    correction: Correction = Correction.objects.create(
        audit=audit, case=case, codes=list(codes), reason=case.missing, asked_by_id=actor.person_id, **audit.owner
    )
    correction.answered_by_id, correction.answered_at = actor.person_id, case.started_at
    CORRECTION.move("grant", correction, actor)
    correction.save(update_fields=["state", "answered_by_id", "answered_at"])
    record(actor, "correction.granted", correction, audit=audit.pk, case=case.pk, codes=correction.codes)


def _write(actor: Actor, case: PoorQualityCase, template: str, **facts: object) -> None:
    """One letter by e-mail to chair and head."""
    queue(
        template=template,
        key=f"case:{case.pk}",
        to=holders(roles=TOLD, school_id=case.school_id),
        path=f"/s/{case.audit.school.urn}/audit/poor-return/{case.pk}/",
        by=actor.person_id,
        school_id=case.school_id,
        **facts,  # type: ignore[arg-type] # dates, as messages.KINDS lists them
    )


def _kept(found: Sequence[Criterion]) -> list[dict[str, object]]:
    return [one.as_kept() for one in found]
