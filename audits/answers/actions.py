"""What a school does before it signs: it says what kind of school it is, and answers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from audits.answers.models import Answer, AnswerRevision
from audits.answers.profile import derived_features, indicators_asked
from audits.answers.rules import denied_features, refusals
from audits.answers.types import (
    WORDING,
    AnswerConflict,
    AnswerRefused,
    AuditClosed,
    CycleClosed,
    Entry,
    FeatureIsDerived,
    Given,
    Saved,
)
from audits.delegation.actions import refuse_what_is_not_theirs
from audits.frameworks.models import Indicator
from audits.lifecycle.actions import locked_audit, start_if_invited
from audits.lifecycle.child_details import Reading, as_read, read_answer
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import may_answer
from audits.lifecycle.rules import cycle_takes_returns, gaps_of
from audits.lifecycle.transitions import EDITABLE
from lscp_portal.childdata.confirming import counted
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from schools.contacts.known import known_to

SEEN = ("id", "revision", "saved_at", "saved_by_id", *WORDING)
AS_READ = ("checked", "clear_as")


def save_answer(*, actor: Actor, audit_id: int, code: str, entry: Entry, read: int, operation_id: UUID) -> Saved:
    """Keep what the school typed about one indicator; its revision goes one up.

    read: the revision the page was showing, 0 when there was no answer. operation_id: one for each change; sent
    again with the same words it returns the first result. Words equal to those kept already write nothing.
    Warnings that nobody has confirmed do not keep words from being saved: they stand until somebody signs.
    Raises AnswerConflict (with both wordings), AnswerRefused, AuditClosed (CycleClosed), PermissionDenied,
    Audit.DoesNotExist, Indicator.DoesNotExist (also when the audit does not ask it). 5 statements; 2 more when this
    starts the audit, 3 more when something in the words may point at a child.
    """
    audit = locked_audit(audit_id=audit_id)
    if not may_answer(actor, audit):
        raise PermissionDenied("answer.save")
    refuse_what_is_not_theirs(actor=actor, audit=audit, code=code)
    indicator, current, kept = _as_it_stands(audit, code, operation_id)
    if kept is not None and kept.entry == entry:
        return _unchanged(kept, indicator)
    _refuse_when_closed(audit)
    before = frozenset(current.checked or () if current else ())
    reading = read_answer(entry, known=known_to(actor), checked=before if entry.checked is None else entry.checked)
    if entry == (current.entry if current else Entry()) and reading.checked == before:
        return _unchanged(current, indicator) if current else Saved(0, None, is_new=False)
    if current is not None and (current.revision != read or kept is not None):
        raise AnswerConflict(theirs=current, yours=entry, is_spent=kept is not None)
    if problems := refusals(entry, tier=indicator.tier, allow_na=indicator.allow_na):
        raise AnswerRefused(problems)
    start_if_invited(actor=actor, audit=audit)
    return _write(actor, audit, indicator, current, (entry, reading), operation_id)


def confirm_profile(*, actor: Actor, audit_id: int, answers: Mapping[str, bool]) -> Audit:
    """Keep what the school says about itself and settle which indicators it is asked.

    answers: yes or no for features of the framework's confirm_by_school. Adding a feature adds its indicators at
    once. Raises FeatureIsDerived when one that the register knows is denied (setting_model.rule_notes), AuditClosed,
    PermissionDenied, Audit.DoesNotExist.
    """
    audit = locked_audit(audit_id=audit_id)
    if not (may_answer(actor, audit) and actor.sees_whole_school):
        raise PermissionDenied("audit.profile")
    _refuse_when_closed(audit)
    settings = audit.cycle.framework.settings
    answers = {name: answers[name] for name in settings["setting_model"]["confirm_by_school"] if name in answers}
    derived = derived_features(audit, settings)
    if denied := denied_features(answers, derived):
        raise FeatureIsDerived(denied)
    features = set(audit.features) - set(answers) | {name for name, has_it in answers.items() if has_it}
    changed = features != set(audit.features)
    start_if_invited(actor=actor, audit=audit)
    audit.confirmed = {**audit.confirmed, **answers}
    if changed:
        audit.features = sorted(features)
        audit.indicator_ids = indicators_asked(audit, settings)
    audit.save(update_fields=["confirmed", "features", "indicator_ids"])
    record(actor, "audit.profile_confirmed", audit, features=audit.features, asked=len(audit.indicator_ids))
    return audit


def _refuse_when_closed(audit: Audit) -> None:
    if audit.state not in EDITABLE:
        raise AuditClosed
    for blocker in cycle_takes_returns(audit):
        raise CycleClosed(blocker.sentence)


def _as_it_stands(audit: Audit, code: str, operation_id: UUID) -> tuple[Indicator, Given | None, Given | None]:
    """The indicator, its answer, and the revision that this very operation left, in one query."""
    of_this = Answer.objects.filter(audit_id=audit.pk, indicator_id=OuterRef("pk"))
    made_here = AnswerRevision.objects.filter(
        operation_id=operation_id,
        answer__audit_id=audit.pk,
        answer__indicator_id=OuterRef("pk"),
    )
    indicator = (
        Indicator.objects.filter(pk__in=audit.indicator_ids)
        .annotate(current=Subquery(of_this.values(row=_row(*AS_READ))), kept=Subquery(made_here.values(row=_row())))
        .get(code=code)
    )
    return indicator, _given(indicator.current), _given(indicator.kept)


def _row(*more: str) -> JSONObject:
    return JSONObject(**{name: name for name in (*SEEN, *more)})


def _given(row: Mapping[str, Any] | None) -> Given | None:
    if row is None:
        return None
    due_on = row["action_due_on"] and date.fromisoformat(row["action_due_on"])
    return Given(**{**row, "saved_at": datetime.fromisoformat(row["saved_at"]), "action_due_on": due_on})


def _write(
    actor: Actor, audit: Audit, indicator: Indicator, current: Given | None, typed: tuple[Entry, Reading],
    operation_id: UUID,
) -> Saved:  # fmt: skip
    (entry, reading), now = typed, timezone.now()
    words = {name: getattr(entry, name) for name in WORDING}
    words |= {"revision": (current.revision if current else 0) + 1, "saved_at": now, "saved_by_id": actor.person_id}
    if current:
        answer = Answer(pk=current.id)
        Answer.objects.filter(pk=current.id).update(**words, **as_read(entry, reading))
    else:
        answer = Answer.objects.create(
            audit=audit, indicator=indicator, **words, **as_read(entry, reading), **audit.owner
        )
    AnswerRevision.objects.create(answer_id=answer.pk, operation_id=operation_id, **words, **audit.owner)
    found = {"confirmed": counted(reading.confirmed), "unconfirmed": counted(reading.unconfirmed)}
    facts = {name: kinds for name, kinds in found.items() if kinds}
    record(actor, "answer.saved", answer, indicator=indicator.code, revision=words["revision"], **facts)
    return Saved(words["revision"], now, needs=_needs(entry, indicator))


def _unchanged(given: Given, indicator: Indicator) -> Saved:
    return Saved(given.revision, given.saved_at, is_new=False, needs=_needs(given, indicator))


def _needs(said: Entry, indicator: Indicator) -> tuple[str, ...]:
    found = gaps_of(said, tier=indicator.tier, allow_na=indicator.allow_na)
    return tuple(sentence for _rule, sentence in found)
