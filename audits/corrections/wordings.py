"""The new wordings of a correction beside what was sent, until they are signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from audits.answers.queries import framework_settings, rows_of
from audits.answers.types import AuditRow, Entry
from audits.corrections.models import CorrectedAnswer, Correction
from audits.frameworks.definition import RatingScale
from audits.frameworks.scales import rating_scale_of
from audits.lifecycle.models import Audit
from audits.signoff.differences import Part, entry_of, parts_of


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """One answer that may be corrected. parts: what is different from what was sent; () for nothing yet."""

    code: str
    text: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class AmendPage:
    """One named answer: as it was sent, and the new wording. read: the revision shown, 0 for none."""

    correction_id: int
    audit_id: int
    row: AuditRow
    scale: RatingScale
    now: Entry
    read: int


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


def new_wordings(correction: Correction) -> dict[str, CorrectedAnswer]:
    """Code -> new wording. One query."""
    return {row.indicator.code: row for row in correction.answers.select_related("indicator")}


def times_amended(correction: Correction) -> int:
    """How often a wording of this correction was saved: 0, and one more each time. One query."""
    return correction.answers.aggregate(times=Sum("revision"))["times"] or 0


def _named(correction: Correction) -> Mapping[str, AuditRow]:
    audit = correction.audit
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
    return {row.indicator.code: row for row in rows if row.indicator.code in correction.codes}
