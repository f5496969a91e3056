"""What happens to a band: the rules propose it, a person confirms or overrides it."""

from collections.abc import Iterable
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.lifecycle.models import Audit
from audits.moderation.choosing import choose_when_priority
from audits.triage.facts import facts_of
from audits.triage.models import Band, TriageBand, TriageDecision, TriageReading
from audits.triage.queries import latest_reading, readers_of
from audits.triage.rulebook import current_rules
from audits.triage.rules import is_decided, judge, override_changes
from audits.triage.signals import signals_of
from audits.triage.transitions import TRIAGE
from audits.triage.types import Copied, Facts, Rulebook
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

CHANGED = Blocker("changed", "The proposal has changed since the page was opened. Read it again before you decide.")


def propose_band(
    *, audit_id: int, cause: str, copied: tuple[Copied, ...] = (), compared_with: int = 0
) -> TriageReading | None:
    """Read a return by the rules that count now, and propose its band; None when this cause was dealt with before.

    A band that a person has decided stays: the reading is kept beside it. cause: see TriageReading. 16 statements.
    """
    audit = _locked_audit(audit_id)
    if TriageReading.objects.filter(audit=audit, cause=cause).exists():
        return None
    today = timezone.localdate()
    facts = facts_of([audit], today=today, copied={audit.pk: (copied, compared_with)})[audit.pk]
    return _keep(audit, cause, facts, current_rules())


def read_again(*, audit_id: int, cause: str) -> TriageReading | None:
    """Read the facts of the latest reading by the rules that count now; None without one, or when done before."""
    audit = _locked_audit(audit_id)
    latest = latest_reading(audit_id=audit.pk)
    if latest is None or TriageReading.objects.filter(audit=audit, cause=cause).exists():
        return None
    return _keep(audit, cause, Facts.of(latest.facts), current_rules())


def confirm_band(*, actor: Actor, audit_id: int, read: int, reason: str = "") -> TriageBand:
    """Say that the proposal stands. read: the reading that the page showed.

    Raises PermissionDenied, Refused, TriageBand.DoesNotExist.
    """
    triage = _locked_band(audit_id)
    TRIAGE.move("confirm", triage, actor)
    return _decide(actor, triage, read, to=triage.band, reason=reason)


def confirm_many(*, actor: Actor, chosen: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Confirm several proposals at once: how many were confirmed, and how many were left as they are.

    chosen: (audit, the reading that the page showed). Left are those that changed meanwhile, that somebody has decided,
    or that this person may not decide. Eleven statements for each.
    """
    confirmed = left = 0
    for audit_id, read in chosen:
        try:
            confirm_band(actor=actor, audit_id=audit_id, read=read)
            confirmed += 1
        except (PermissionDenied, Refused, TriageBand.DoesNotExist):  # each is raised before anything is written
            left += 1
    return confirmed, left


def override_band(*, actor: Actor, audit_id: int, read: int, band: str, reason: str) -> TriageBand:
    """Put a return into another band, with a reason; also later, when a decision turns out wrong.

    Raises PermissionDenied, Refused, TriageBand.DoesNotExist, ValueError for an unknown band.
    """
    triage = _locked_band(audit_id)
    TRIAGE.move("override", triage, actor)
    if found := list(override_changes(triage, to=Band(band), reason=reason)):
        raise Refused(found)
    triage.since = timezone.localdate()
    return _decide(actor, triage, read, to=band, reason=reason)


def _decide(actor: Actor, triage: TriageBand, read: int, *, to: str, reason: str) -> TriageBand:
    latest = latest_reading(audit_id=triage.audit_id)
    if latest is None or read != latest.pk:
        raise Refused([CHANGED])
    was = triage.band
    TriageDecision.objects.create(
        triage=triage,
        reading=latest,
        was=was,
        band=to,
        is_confirmation=to == was,
        reason=reason.strip(),
        decided_by_id=actor.person_id,
        **triage.owner,
    )
    triage.reading, triage.proposed, triage.band, triage.decided_at = latest, latest.band, to, timezone.now()
    triage.days = dict(current_rules().days)
    triage.save(update_fields=["state", "reading", "proposed", "band", "decided_at", "since", "days"])
    record(actor, "triage.decided", triage, was=was, band=to, state=triage.state)
    if to == Band.PRIORITY:
        choose_when_priority(triage.audit)
    return triage


def _keep(audit: Audit, cause: str, facts: Facts, book: Rulebook) -> TriageReading:
    """A reading more, and the band it proposes unless a person has spoken. The caller holds the audit's lock."""
    signals = signals_of(facts, book)
    judged = judge(signals, book)
    reading: TriageReading = TriageReading.objects.create(
        audit=audit,
        cause=cause,
        rules_version=book.version,
        band=judged.band,
        facts=facts.as_kept(),
        signals=[asdict(signal) for signal in signals],
        reasons=[asdict(reason) for reason in judged.reasons],
        **audit.owner,
    )
    triage = TriageBand.objects.select_for_update(of=("self",), no_key=True).filter(audit=audit).first()
    is_new = triage is None
    triage = triage or TriageBand(audit=audit, **audit.owner)
    if not is_decided(triage):
        triage.since = facts.on if is_new or triage.band != judged.band else triage.since
        triage.reading, triage.proposed, triage.band = reading, judged.band, judged.band
        triage.days = dict(book.days)
        triage.save(update_fields=None if is_new else ["reading", "proposed", "band", "since", "days"])
        record(None, "triage.proposed", triage, band=judged.band, rules=book.version, cause=cause)
    return reading


def _locked_audit(audit_id: int) -> Audit:
    """The audit, locked in its own statement, so that two readings of one return come one after the other."""
    rows = Audit.objects.select_for_update(of=("self",), no_key=True).select_related("cycle", "school")
    audit: Audit = rows.get(pk=audit_id)
    return audit


def _locked_band(audit_id: int) -> TriageBand:
    """The band, locked after its audit, with those who read a return of its school. Three queries."""
    audit = Audit.objects.select_for_update(of=("self",), no_key=True).filter(pk=audit_id).first()
    if audit is None:
        raise TriageBand.DoesNotExist
    triage: TriageBand = TriageBand.objects.select_for_update(of=("self",), no_key=True).get(audit_id=audit_id)
    triage.audit = audit
    triage.readers = readers_of(school_id=triage.school_id)
    return triage
