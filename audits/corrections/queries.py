"""Requests to correct what was sent, in words: for the lead’s pages and the school’s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.corrections.models import Correction
from audits.corrections.rules import OPEN
from lscp_portal.accounts.queries import GONE, names_of

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """One correction in words. waits: nobody has answered yet. case_id: of the case that asks for it, None for none."""

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
    case_id: int | None
    version: int | None
    signed_at: datetime | None

    @property
    def waits(self) -> bool:
        """Nobody has answered yet."""
        return self.state == Correction.State.ASKED


def open_correction(*, audit_id: int) -> int | None:
    """The id of the correction under way. One query."""
    found: int | None = (
        Correction.objects.filter(audit_id=audit_id, state__in=OPEN).values_list("pk", flat=True).first()
    )
    return found


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
            asked_by="the partnership" if one.case_id else names.get(one.asked_by_id, GONE),
            asked_at=one.asked_at,
            answer=one.answer,
            case_id=one.case_id,
            version=one.version,
            signed_at=one.signed_at,
        )
        for one in corrections
    ]
