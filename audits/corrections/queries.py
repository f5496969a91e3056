"""Corrections, as the school's page, the lead's pages and the reviewer's show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from audits.answers.queries import framework_settings, rows_of
from audits.answers.types import AuditRow, Entry
from audits.corrections.models import CorrectedAnswer, Correction
from audits.corrections.policies import may_ask, may_correct, may_end
from audits.corrections.rules import DECLARATIONS, OPEN, is_in_time, is_not_read_yet, last_day_to_ask
from audits.corrections.transitions import CORRECTION
from audits.frameworks.definition import RatingScale
from audits.frameworks.scales import rating_scale_of
from audits.lifecycle.models import Audit
from audits.review.models import Review
from audits.signoff.differences import Difference, Part, entry_of, parts_of
from audits.signoff.models import Signature
from audits.signoff.queries import steps_of
from audits.signoff.rules import RETURNS, SIGNS, nobody_signs_twice
from audits.signoff.versions import changed_between
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.types import Step
from lscp_portal.workflow import Blocker
from schools.holidays.queries import closed_days_of

PAGE = 100
SOMEBODY = "somebody who has left"


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """One answer that may be corrected. parts: what is different from what was sent; () for nothing yet."""

    code: str
    text: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """One correction in words. waits: nobody has answered yet."""

    id: int
    audit_id: int
    school_id: int
    school: str
    urn: int
    cycle: str
    state: str
    standing: str
    codes: Sequence[str]
    reason: str
    asked_by: str
    asked_at: datetime
    answer: str
    version: int | None
    signed_at: datetime | None

    @property
    def waits(self) -> bool:
        """Nobody has answered yet."""
        return self.state == Correction.State.ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPage:
    """A school's page. now: the correction under way, if any; refused: why none can be asked, or ""."""

    audit_id: int
    cycle: str
    last_day: date | None
    refused: str
    may_ask: bool
    now: CorrectionRow | None
    answers: Sequence[NamedAnswer]
    may_correct: bool
    steps: Sequence[Step]
    step: str
    declaration: str
    blockers: Sequence[Blocker]
    may_return: bool
    return_comment: str
    may_end: bool
    before: Sequence[CorrectionRow]


@dataclass(frozen=True, slots=True)
class AmendPage:
    """One named answer: as it was sent, and the new wording. read: the revision shown, 0 for none."""

    correction_id: int
    audit_id: int
    row: AuditRow
    scale: RatingScale
    now: Entry
    read: int


def correction_page(*, actor: Actor, audit: Audit) -> CorrectionPage:
    """Everything a school sees of corrections of one audit. Seventeen queries at most. Only in a school's scope."""
    found = list(audit.corrections.order_by("-pk"))
    for one in found:
        one.audit = audit
    now = next((one for one in found if one.state in OPEN), None)
    rows = {one.pk: row for one, row in zip(found, rows_in_words(found), strict=True)}
    standing = list(Signature.objects.filter(correction=now, fallen_at=None)) if now else []
    offers = {offer.name: offer for offer in CORRECTION.offers(now, actor)} if now else {}
    name = next((name for name in SIGNS if name in offers), "")
    step = SIGNS[name].value if name else ""
    twice = nobody_signs_twice(standing, person_id=actor.person_id, step=step) if step else ()
    last_day, refused = _may_be_asked(audit, now)
    return CorrectionPage(
        audit_id=audit.pk,
        cycle=audit.cycle.name,
        last_day=last_day,
        refused=refused,
        may_ask=may_ask(actor, audit),
        now=rows[now.pk] if now else None,
        answers=named_answers(now) if now else (),
        may_correct=now is not None and now.state == Correction.State.GRANTED and may_correct(actor, now),
        steps=steps_of(standing),
        step=step,
        declaration=DECLARATIONS[Signature.Step(step)] if step else "",
        blockers=[*offers[name].blockers, *twice] if name else [],
        may_return=any(name in offers for name in RETURNS),
        return_comment=now.return_comment if now else "",
        may_end=now is not None and may_end(actor, now),
        before=[rows[one.pk] for one in found if one is not now],
    )


def _may_be_asked(audit: Audit, now: Correction | None) -> tuple[date | None, str]:
    """The last day to ask, and why none can be asked now, or "". One query."""
    if audit.submitted_at is None:
        return None, "This audit has not been sent yet. Answers are changed before it is signed."
    sent_on, closed = timezone.localdate(audit.submitted_at), closed_days_of(audit.school)
    in_the_way = [*is_not_read_yet(audit), *is_in_time(sent_on, today=timezone.localdate(), closed=closed)]
    words = "" if now is None else "A correction is under way."
    return last_day_to_ask(sent_on, closed=closed), in_the_way[0].sentence if in_the_way else words


def named_answers(correction: Correction) -> list[NamedAnswer]:
    """The answers that a correction names, with what is different so far. Three queries."""
    new = new_wordings(correction)
    return [
        NamedAnswer(
            code, row.indicator.text, parts_of(entry_of(row.answer), entry_of(new[code])) if code in new else ()
        )
        for code, row in _named(correction).items()
    ]


def amend_page(*, audit: Audit, code: str) -> AmendPage | None:
    """One named answer of the correction under way; None where it is not named, or none is granted. Five queries."""
    correction = audit.corrections.filter(state=Correction.State.GRANTED).first()
    row = _named(correction).get(code) if correction else None
    if correction is None or row is None:
        return None
    new = new_wordings(correction).get(code)
    return AmendPage(
        correction_id=correction.pk,
        audit_id=audit.pk,
        row=row,
        scale=rating_scale_of(framework_settings(audit)),
        now=entry_of(new or row.answer),
        read=new.revision if new else 0,
    )


def open_correction(*, audit_id: int) -> int | None:
    """The id of the correction under way. One query."""
    found: int | None = (
        Correction.objects.filter(audit_id=audit_id, state__in=OPEN).values_list("pk", flat=True).first()
    )
    return found


def new_wordings(correction: Correction) -> dict[str, CorrectedAnswer]:
    """Code -> new wording. One query."""
    return {row.indicator.code: row for row in correction.answers.select_related("indicator")}


def corrections_page() -> tuple[Sequence[CorrectionRow], Sequence[CorrectionRow]]:
    """For the lead: those that wait for an answer, the oldest first; and the latest hundred others. Four queries."""
    rows = Correction.objects.select_related("audit__cycle", "school")
    waiting = rows.filter(state=Correction.State.ASKED).order_by("asked_at", "pk")
    others = rows.exclude(state=Correction.State.ASKED).order_by("-asked_at", "-pk")[:PAGE]
    return rows_in_words(list(waiting)), rows_in_words(list(others))


def correction_row(*, correction_id: int) -> CorrectionRow:
    """One correction. Two queries. Raises Correction.DoesNotExist."""
    (row,) = rows_in_words([Correction.objects.select_related("audit__cycle", "school").get(pk=correction_id)])
    return row


def rows_in_words(corrections: Sequence[Correction]) -> list[CorrectionRow]:
    """Corrections as pages show them. One query."""
    names = names_of(one.asked_by_id for one in corrections)
    return [
        CorrectionRow(
            id=one.pk,
            audit_id=one.audit_id,
            school_id=one.school_id,
            school=one.school.name,
            urn=one.school.urn,
            cycle=one.audit.cycle.name,
            state=one.state,
            standing=one.get_state_display(),
            codes=one.codes,
            reason=one.reason,
            asked_by=names.get(one.asked_by_id, SOMEBODY),
            asked_at=one.asked_at,
            answer=one.answer,
            version=one.version,
            signed_at=one.signed_at,
        )
        for one in corrections
    ]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a reviewer is told of one signed correction. after_claim: it came after the reading had begun."""

    version: int
    signed_at: datetime
    reason: str
    after_claim: bool
    rows: Sequence[Difference]

    @property
    def codes(self) -> frozenset[str]:
        """Which answers are other ones now."""
        return frozenset(row.code for row in self.rows)


def corrected_in_review(*, review_id: int) -> list[Corrected]:
    """The signed corrections of the audit of this review, in order. Two queries; one where there are none."""
    review = Review.objects.get(pk=review_id)
    signed = Correction.objects.filter(audit_id=review.audit_id, state=Correction.State.SIGNED).order_by("version")
    found = list(signed)
    if not found:
        return []
    changed = changed_between(audit_id=review.audit_id)
    return [
        Corrected(
            version=one.version or 0,
            signed_at=one.signed_at,
            reason=one.reason,
            after_claim=one.signed_at > review.claimed_at,
            rows=changed.get(one.version or 0, ()),
        )
        for one in found
        if one.signed_at
    ]


def differences_of(*, audit_id: int, version: int | None) -> Sequence[Difference]:
    """What a signed correction changed, () where it is not signed. One query."""
    return changed_between(audit_id=audit_id).get(version, ()) if version else ()


def _named(correction: Correction) -> Mapping[str, AuditRow]:
    audit = correction.audit
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
    return {row.indicator.code: row for row in rows if row.indicator.code in correction.codes}
