"""Sets the stage for tests of bands: a return that was read by the rules, decisions, and a cycle full of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from audits.answers.models import Answer
from audits.lifecycle.models import Audit
from audits.triage.actions import confirm_band, override_band
from audits.triage.models import TriageBand, TriageReading
from audits.triage.tasks import propose
from lscp_portal.outbox.worker import scope_of
from tests.audits.chase_stage import crowd
from tests.audits.review_stage import submit
from tests.people import Cast

LONG = (
    "Each member of staff signs that part one was read and understood; the deputy checks the list in September and "
    "January, asks three people about it in each team meeting, and tells governors what they found."
)


def read(cast: Cast, audit: Audit, cause: str = "submitted") -> TriageBand:
    """What the worker does with the message of the outbox."""
    propose(scope_of(audit.tenant_id), audit_id=audit.pk, cause=cause)
    return band_of(cast, audit)


def band_of(cast: Cast, audit: Audit) -> TriageBand:
    """The band now."""
    with cast.as_("lead"):
        return TriageBand.objects.select_related("reading").get(audit_id=audit.pk)


def submitted(cast: Cast, audit: Audit | None = None, who: str = "dsl") -> TriageBand:
    """The school sends its return, and the rules read it: critical indicators among the lowest make it enhanced."""
    audit = audit or cast.audit
    submit(cast, audit, who)
    return read(cast, audit)


def say(cast: Cast, audit: Audit, texts: dict[str, str], who: str = "dsl", **words: object) -> None:
    """Give answers other words, as if they had been sent so."""
    with cast.as_(who):
        for code, text in texts.items():
            Answer.objects.filter(audit=audit, indicator__code=code).update(how_we_know=text, **words)


def confirm(cast: Cast, audit: Audit, who: str = "lead", **arguments: object) -> TriageBand:
    """`who` confirms what is proposed."""
    actor, triage = cast.actor(who), band_of(cast, audit)
    with cast.as_(who):
        return confirm_band(actor=actor, audit_id=audit.pk, read=triage.reading_id, **arguments)


def override(cast: Cast, audit: Audit, band: str, who: str = "lead", reason: str = "I know the school.") -> TriageBand:
    """`who` puts the return elsewhere."""
    actor, latest = cast.actor(who), readings(cast, audit)[-1].pk
    with cast.as_(who):
        return override_band(actor=actor, audit_id=audit.pk, read=latest, band=band, reason=reason)


def readings(cast: Cast, audit: Audit) -> list[TriageReading]:
    """All of them, the first one first."""
    with cast.as_("lead"):
        return list(TriageReading.objects.filter(audit=audit).order_by("pk"))


def many(cast: Cast, number: int, bands: Iterable[str] = ("standard",)) -> list[Audit]:
    """So many more returns that were submitted, each with a band, decided, in turn one of these."""
    schools, kept = crowd(cast, number), list(bands)
    with cast.as_("lead"):
        found = Audit.objects.filter(school__in=[school.pk for school in schools])
        audits = list(found.select_related("school").order_by("school__urn"))
        for state in ("in_progress", "internal_check", "head_signed", "submitted"):
            when = timezone.now() if state == "submitted" else None
            Audit.objects.filter(pk__in=[audit.pk for audit in audits]).update(state=state, submitted_at=when)
        found = TriageReading.objects.bulk_create(
            TriageReading(
                audit=audit, cause="submitted", rules_version=0, band="standard", facts=QUIET, signals=[], reasons=[],
                **audit.owner,
            )
            for audit in audits
        )  # fmt: skip
        rows = TriageBand.objects.bulk_create(
            TriageBand(
                audit=audit, reading=reading, proposed="standard", band="standard", since=TODAY, days=DAYS,
                **audit.owner,
            )
            for audit, reading in zip(audits, found, strict=True)
        )  # fmt: skip
        for place, row in enumerate(rows):
            band = kept[place % len(kept)]
            if band != "proposed":
                state = "confirmed" if band == "standard" else "overridden"
                TriageBand.objects.filter(pk=row.pk).update(state=state, band=band, decided_at=timezone.now())
    return audits


TODAY = date(2026, 11, 26)
DAYS = {"lead": 1, "visit": 10, "call": 15}
QUIET = {
    "on": "2026-11-26", "is_returned": True, "days_late": 0, "answers": 10, "short": 0, "core": 10, "core_unproven": 0,
    "claims": 10, "on_paper": 0, "low": 0, "critical_own": [], "review_cycle": "", "reviewed": 0, "own_higher": 0,
    "critical_reviewed": [], "secure_cycles": None, "new_head": None, "new_dsl": None, "verified_on": None,
    "has_visits": True, "compared_with": 0, "copied": [],
}  # fmt: skip
YESTERDAY = timedelta(days=1)
