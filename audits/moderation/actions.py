"""What second readers, moderators and leads do: take, score again, give back, hand in, agree, settle, waive."""

from collections.abc import Iterator, Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.moderation.models import AgreedScore, SecondReading, SecondScore
from audits.moderation.pairs import pairs_of
from audits.moderation.policies import may_moderate, may_score_again
from audits.moderation.rules import disagreements, mended_since
from audits.moderation.transitions import SECOND_READING
from audits.moderation.types import DisagreementRule, SecondConflict, SecondEntry, Settled
from audits.review.models import Recommendation
from audits.review.rules import levels_for
from audits.review.types import RecommendationEntry
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

S = SecondReading.State
CLOSED = Blocker("closed", "This second reading is not with you any more, so nothing in it can be changed.")
SCORED = ("level", "comment", "revision", "saved_at")
OVER = Blocker("over", "The two readings are not open to be settled now.")


def claim_second(*, actor: Actor, second_id: int) -> SecondReading:
    """Take a return to read again. One reader at a time: the second gets Refused.

    Raises PermissionDenied (the first reader, not cleared, no reviewer), Refused, SecondReading.DoesNotExist.
    """
    _audit, second = locked_with_second(second_id)
    SECOND_READING.move("claim", second, actor)
    second.reader_id, second.claimed_at = actor.person_id, timezone.now()
    second.second_readers = sorted({*second.second_readers, actor.person_id})
    second.save(update_fields=["state", "reader_id", "claimed_at", "second_readers"])
    record(actor, "second_reading.claimed", second, audit=second.audit_id)
    return second


def give_back_second(*, actor: Actor, second_id: int) -> SecondReading:
    """Give a second reading back. What was scored stays on record, and the next reader starts afresh.

    Raises PermissionDenied, Refused, SecondReading.DoesNotExist.
    """
    return _back(actor, second_id, "give_back")


def recall_second(*, actor: Actor, second_id: int) -> SecondReading:
    """The lead takes a second reading back that somebody cannot finish. Raises as give_back_second does."""
    return _back(actor, second_id, "recall")


def save_second_scores(*, actor: Actor, second_id: int, entries: Mapping[str, SecondEntry]) -> int:
    """Keep what a second reader says, by code of the indicator; returns how many lines changed.

    Raises SecondConflict (nothing is kept; it names the lines), Refused (not open, a level that cannot be given),
    PermissionDenied, SecondReading.DoesNotExist, LookupError (a code that was not asked).
    """
    audit, second = locked_with_second(second_id)
    if not may_score_again(actor, second):
        raise PermissionDenied("second_reading.score")
    if second.state != S.CLAIMED:
        raise Refused([CLOSED])
    changed = _changed(audit, second, actor.person_id, entries)
    if stale := [row.indicator.code for row, entry in changed if row.revision != entry.read]:
        raise SecondConflict(stale)
    if refused := list(_not_to_be_given(changed)):
        raise Refused(refused)
    for row, entry in changed:
        row.level, row.comment = entry.level, entry.comment
        row.revision, row.saved_at = row.revision + 1, timezone.now()
        row.save(update_fields=SCORED if row.pk else None)
    if changed:
        record(
            actor,
            "second_reading.scored",
            second,
            audit=audit.pk,
            indicators=[row.indicator.code for row, _entry in changed],
        )
    return len(changed)


def hand_in_second(*, actor: Actor, second_id: int) -> SecondReading:
    """Hand the second reading in. Where nothing differs by the rule, the two have agreed at once.

    Raises PermissionDenied, Refused (levels are missing), SecondReading.DoesNotExist.
    """
    _audit, second = locked_with_second(second_id)
    SECOND_READING.move("hand_in", second, actor)
    second.handed_in_at = timezone.now()
    second.save(update_fields=["state", "handed_in_at"])  # from here on the database shows this person both readings
    second.disagreeing = disagreements(pairs_of(second), DisagreementRule.of(second.rule))
    changed = ["disagreeing"]
    if not second.disagreeing:
        SECOND_READING.move("accord", second, None)
        second.ended_at = second.handed_in_at
        changed += ["state", "ended_at"]
    second.save(update_fields=changed)
    record(actor, "second_reading.handed_in", second, audit=second.audit_id, differ=len(second.disagreeing))
    return second


def agree_level(*, actor: Actor, second_id: int, code: str, settled: Settled) -> AgreedScore:
    """Say which level counts for one indicator on which the readings differ, and why. The latest word counts.

    Raises PermissionDenied (whoever read the return), Refused, Indicator.DoesNotExist, SecondReading.DoesNotExist.
    """
    _audit, second = locked_with_second(second_id)
    if not may_moderate(actor, second):
        raise PermissionDenied("second_reading.agree")
    if second.state != S.HANDED_IN:
        raise Refused([OVER])
    indicator = Indicator.objects.get(code=code, pk__in=second.disagreeing)
    found = []
    if settled.level not in levels_for(allow_na=indicator.allow_na):
        found.append(Blocker("level", f"Choose the agreed level of {code}.", field="level"))
    if not settled.reason.strip():
        found.append(Blocker("reason", f"Say why {code} is agreed at this level.", field="reason"))
    if found:
        raise Refused(found)
    pair = next(pair for pair in pairs_of(second) if pair.indicator_id == indicator.pk)
    row: AgreedScore = AgreedScore.objects.create(
        second=second,
        indicator=indicator,
        first_level=pair.first,
        second_level=pair.second,
        level=settled.level,
        reason=settled.reason.strip(),
        comment=settled.comment.strip(),
        by_id=actor.person_id,
        **second.owner,
    )
    record(actor, "second_reading.level_agreed", second, audit=second.audit_id, indicator=code, level=settled.level)
    return row


def recommend_agreed(*, actor: Actor, second_id: int, code: str, entry: RecommendationEntry) -> Recommendation:
    """Ask the school for something about an indicator that is talked over; it stands in the letter.

    The first reader saw no need for it, and a critical finding that was agreed should not stand without what helps.
    entry: its code is not looked at. Raises PermissionDenied, Refused, Indicator.DoesNotExist,
    SecondReading.DoesNotExist.
    """
    _audit, second = locked_with_second(second_id)
    if not may_moderate(actor, second):
        raise PermissionDenied("second_reading.recommend")
    if second.state != S.HANDED_IN:
        raise Refused([OVER])
    row: Recommendation = Recommendation.objects.create(
        review=second.first,
        indicator=Indicator.objects.get(code=code, pk__in=second.disagreeing),
        text=entry.text,
        help_from=entry.help_from,
        due_on=entry.due_on,
        **second.owner,
    )
    record(actor, "recommendation.agreed", row, audit=second.audit_id, indicator=code)
    return row


def settle(*, actor: Actor, second_id: int, is_outside: bool = False) -> SecondReading:
    """Close the conversation: every difference has its agreed level. The band is proposed again from them.

    is_outside: this person says that they do not work for the local authority; needed where the band is priority.
    Raises PermissionDenied, Refused (something is left), SecondReading.DoesNotExist.
    """
    audit, second = locked_with_second(second_id)
    second.is_outside = is_outside
    SECOND_READING.move("settle", second, actor)
    second.agreed_by_id, second.ended_at = actor.person_id, timezone.now()
    second.save(update_fields=["state", "is_outside", "agreed_by_id", "ended_at"])
    record(actor, "second_reading.settled", second, audit=audit.pk, is_outside=is_outside)
    cause = f"moderation:{second.pk}"
    post("audits.propose_band", key=f"triage:{audit.pk}:{cause}", audit_id=audit.pk, cause=cause)
    return second


def waive_second(*, actor: Actor, second_id: int, reason: str) -> SecondReading:
    """The lead goes without a second reading, and says why; never where the band is priority.

    Raises PermissionDenied, Refused, SecondReading.DoesNotExist.
    """
    _audit, second = locked_with_second(second_id)
    second.waived_why = reason.strip()
    SECOND_READING.move("waive", second, actor)
    second.waived_by_id, second.ended_at = actor.person_id, timezone.now()
    second.save(update_fields=["state", "waived_why", "waived_by_id", "ended_at"])
    record(actor, "second_reading.waived", second, audit=second.audit_id)
    return second


def give_back_second_readings(*, actor: Actor, school_id: int) -> None:
    """Whoever declares a conflict with a school stops reading its returns again. For the declaration's own action."""
    begun = SecondReading.objects.filter(school_id=school_id, reader_id=actor.person_id, state=S.CLAIMED)
    for second_id in list(begun.values_list("pk", flat=True)):
        give_back_second(actor=actor, second_id=second_id)


def locked_with_second(second_id: int) -> tuple[Audit, SecondReading]:
    """The audit of a second reading, locked, and then the row: the second click must see the first."""
    audit = Audit.objects.select_for_update(of=("self",), no_key=True).filter(second_readings=second_id).first()
    if audit is None:
        raise SecondReading.DoesNotExist
    second = SecondReading.objects.get(pk=second_id)
    second.audit = audit
    return audit, second


def _back(actor: Actor, second_id: int, step: str) -> SecondReading:
    _audit, second = locked_with_second(second_id)
    SECOND_READING.move(step, second, actor)
    second.reader_id = second.claimed_at = None
    second.save(update_fields=["state", "reader_id", "claimed_at"])
    record(
        actor, f"second_reading.{'given_back' if step == 'give_back' else 'recalled'}", second, audit=second.audit_id
    )
    return second


def _changed(
    audit: Audit, second: SecondReading, person_id: int, entries: Mapping[str, SecondEntry]
) -> list[tuple[SecondScore, SecondEntry]]:
    """The lines that say something else than what is kept, or the same of an answer mended since. Three queries.

    New ones have revision 0.
    """
    mended = mended_since(second)
    asked = {row.code: row for row in Indicator.objects.filter(code__in=entries, pk__in=audit.indicator_ids)}
    kept = {row.indicator_id: row for row in SecondScore.objects.filter(second=second, reader_id=person_id)}
    found = []
    for code, entry in entries.items():
        indicator = asked[code]
        row = kept.get(indicator.pk) or SecondScore(second=second, reader_id=person_id, revision=0, **second.owner)
        row.indicator = indicator
        is_older = code in mended and row.pk is not None and row.saved_at < mended[code]
        if is_older or (row.level, row.comment) != (entry.level, entry.comment):
            found.append((row, entry))
    return found


def _not_to_be_given(changed: Sequence[tuple[SecondScore, SecondEntry]]) -> Iterator[Blocker]:
    for row, entry in changed:
        indicator = row.indicator
        if entry.level and entry.level not in levels_for(allow_na=indicator.allow_na):
            yield Blocker("level", f"{indicator.code} cannot be given this level.", field=f"level_{indicator.pk}")
