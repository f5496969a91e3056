"""Chooses the returns that are read twice: when one is handed in, when a band is decided, when a sample is drawn.

Each is asked in the transaction of its cause, with the audit locked, and as often as one likes: one row an audit.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict

from django.db.models import F

from audits.lifecycle.models import Audit
from audits.moderation.models import SecondReading
from audits.moderation.rules import WORDS, reasons_for, rule_of
from audits.moderation.transitions import SECOND_READING
from audits.moderation.types import PRIORITY, SAMPLE, Reason
from audits.review.models import Review
from audits.triage.models import Band, RandomSample, TriageBand
from lscp_portal.trail.recording import record


def choose_when_handed_in(audit: Audit, review: Review) -> SecondReading | None:
    """Whether this reading, just handed in, is read again. The caller holds the audit's lock. Six statements."""
    decided = TriageBand.objects.filter(audit=audit).exclude(state=TriageBand.State.PROPOSED)
    samples = RandomSample.objects.filter(cycle=audit.cycle_id).values_list("drawn", flat=True)
    reasons = reasons_for(
        is_priority=decided.filter(band=Band.PRIORITY).exists(),
        is_drawn=audit.school.urn in next(iter(samples), []),
        handed_in=Review.objects.filter(reviewer_id=review.reviewer_id, state=Review.State.SUBMITTED).count(),
    )
    return _choose(audit, reasons)


def choose_when_priority(audit: Audit) -> SecondReading | None:
    """The band of this return was decided to be priority: it is read again, unless its letter is out."""
    return _choose(audit, [Reason(PRIORITY, WORDS[PRIORITY])])


def choose_when_drawn(*, cycle_id: int, urns: Collection[int]) -> list[SecondReading]:
    """The sample of a cycle was drawn: those already read are read again, unless their letter is out."""
    drawn = Audit.objects.filter(cycle_id=cycle_id, school__urn__in=urns).order_by("pk")
    locked = list(drawn.select_for_update(of=("self",), no_key=True).select_related("cycle", "school"))
    return [row for audit in locked if (row := _choose(audit, [Reason(SAMPLE, WORDS[SAMPLE])]))]


def begin_again(audit: Audit) -> SecondReading | None:
    """The first reading is open again, since the school mended its return: the second one begins again too.

    What both readers and a moderator said stays on record and counts no more; a waived reading stays waived. The caller
    holds the audit's lock. Two statements.
    """
    of_older_copy = (SecondReading.State.CLAIMED, SecondReading.State.HANDED_IN, SecondReading.State.AGREED)
    rows = SecondReading.objects.select_related("first").filter(audit=audit, state__in=of_older_copy)
    second: SecondReading | None = rows.first()
    if second is None:
        return None
    SECOND_READING.move("begin_again", second, None)
    second.reader_id = second.claimed_at = second.handed_in_at = second.ended_at = second.agreed_by_id = None
    second.disagreeing, second.is_outside = [], False
    second.save(
        update_fields=[
            "state", "reader_id", "claimed_at", "handed_in_at", "ended_at", "agreed_by_id", "disagreeing", "is_outside"
        ]
    )  # fmt: skip
    record(None, "second_reading.begun_again", second, audit=audit.pk)
    return second


def _choose(audit: Audit, reasons: Iterable[Reason]) -> SecondReading | None:
    """The one second reading of this audit with these reasons among its own; None where there is none to be."""
    reasons = list(reasons)
    if audit.state != Audit.State.REVIEWED:
        return None
    first = Review.objects.filter(audit=audit, state=Review.State.SUBMITTED).first()
    if first is None:
        return None
    second: SecondReading | None = SecondReading.objects.filter(audit=audit).first()
    if second is None:
        return _new(audit, first, reasons) if reasons else None
    if second.first_id != first.pk and second.state == SecondReading.State.WAITING:
        _beside(second, first)
    known = {reason["key"] for reason in second.reasons}
    if added := [asdict(reason) for reason in reasons if reason.key not in known]:
        second.reasons = [*second.reasons, *added]
        changed = ["reasons"]
        if second.state == SecondReading.State.WAIVED and second.is_priority:
            SECOND_READING.move("call_again", second, None)
            second.ended_at = None
            changed += ["state", "ended_at"]
        second.save(update_fields=changed)
        record(None, "second_reading.reason_added", second, audit=audit.pk, reasons=[row["key"] for row in added])
    return second


def _beside(second: SecondReading, first: Review) -> None:
    """Somebody else read it first in the end: that reading is the one to compare with. Two statements."""
    readers = Review.objects.filter(audit_id=second.audit_id).values_list("reviewer_id", flat=True)
    second.first, second.first_readers = first, sorted({*second.first_readers, *readers})
    second.save(update_fields=["first", "first_readers"])
    record(None, "second_reading.beside_another", second, audit=second.audit_id, review=first.pk)


def _new(audit: Audit, first: Review, reasons: list[Reason]) -> SecondReading:
    settings, version = (
        Audit.objects.filter(pk=audit.pk)
        .values_list(F("cycle__framework__settings"), F("cycle__framework__version"))
        .get()
    )
    second: SecondReading = SecondReading.objects.create(
        audit=audit,
        first=first,
        reasons=[asdict(reason) for reason in reasons],
        rule=asdict(rule_of(settings, version=version)),
        first_readers=sorted(set(Review.objects.filter(audit=audit).values_list("reviewer_id", flat=True))),
        **audit.owner,
    )
    keys = [reason.key for reason in reasons]
    record(None, "second_reading.chosen", second, audit=audit.pk, reasons=keys)
    return second
