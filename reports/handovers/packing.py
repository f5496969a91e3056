"""What belongs to a school's own record: the papers it has had in its hands. Reviews and notes are not among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from audits.answers.queries import rows_of
from audits.answers.types import AuditRow
from audits.feedback.models import Feedback
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from audits.signoff.freezing import canonical, content_of, sha256_of
from audits.signoff.models import FrozenCopy
from reports.publication.models import Edition, EditionFile
from reports.publication.types import public_address
from schools.handovers.models import HandoverItem

Kind = HandoverItem.Kind
LETTER, REPORT = "lscp-portal/letter/1", "lscp-portal/report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper, frozen. content: canonical JSON that sha256 is of; of a signed copy, the text that was signed."""

    kind: str
    title: str
    dated_on: date
    content: str

    @property
    def sha256(self) -> str:
        """Of the content's UTF-8 bytes, in hexadecimal."""
        return sha256_of(self.content)

    @property
    def entry(self) -> dict[str, str]:
        """Its line in the manifest."""
        return {"kind": self.kind, "title": self.title, "dated_on": self.dated_on.isoformat(), "sha256": self.sha256}


def papers_of(*, school_id: int, urn: int) -> list[Paper]:
    """A school's record, oldest first, with what it brought along itself. Six queries, and two for each open return.

    Only in the scope of its partnership.
    """
    found = [
        *_copies(school_id),
        *_letters(school_id),
        *_reports(school_id),
        *_answers(school_id),
        *_brought_along(urn),
    ]
    return sorted(found, key=lambda paper: (paper.dated_on, paper.kind, paper.sha256))


def _copies(school_id: int) -> Iterator[Paper]:
    rows = FrozenCopy.objects.filter(school_id=school_id).select_related("audit__cycle")
    for row in rows:
        yield Paper(kind=Kind.COPY, title=row.audit.cycle.name, dated_on=_day(row.frozen_at), content=row.content)


def _letters(school_id: int) -> Iterator[Paper]:
    rows = Feedback.objects.filter(school_id=school_id).exclude(state=Feedback.State.DRAFT)
    for row in rows.select_related("audit__cycle"):
        content = {"format": LETTER, "issued_at": row.issued_at.isoformat(), "letter": row.content}
        title = f"Feedback on {row.audit.cycle.name}"
        yield Paper(kind=Kind.LETTER, title=title, dated_on=_day(row.issued_at), content=canonical(content))


def _reports(school_id: int) -> Iterator[Paper]:
    """Published editions that have not been withdrawn, with the hashes of the bytes that stand in the open."""
    rows = list(Edition.objects.filter(school_id=school_id, withdrawn_at=None).exclude(published_at=None))
    files: dict[int, dict[str, str]] = {}
    hashes = EditionFile.objects.filter(edition__in=rows).values_list("edition_id", "format", "sha256")
    for edition_id, kind, sha256 in hashes:
        files.setdefault(edition_id, {})[kind] = sha256
    for row in rows:
        content = {
            "format": REPORT,
            "school": {"urn": row.urn, "name": row.school_name},
            "number": row.number,
            "address": public_address(urn=row.urn, year=row.year, kind=row.kind),
            "published_at": row.published_at.isoformat(),
            "summary": row.summary,
            "html": row.source_html,
            "files": files.get(row.pk, {}),
        }
        title = f"Report on {row.summary.get('cycle', row.year)}"
        yield Paper(kind=Kind.REPORT, title=title, dated_on=_day(row.published_at), content=canonical(content))


def _answers(school_id: int) -> Iterator[Paper]:
    """Returns the school had begun and not handed in: its own words, though nobody signed them."""
    audits = Audit.objects.filter(school_id=school_id).exclude(state__in=SUBMITTED)
    for audit in audits.select_related("cycle__framework", "school"):
        rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
        if said := [row.answer.saved_at for row in rows if row.answer]:
            yield Paper(
                kind=Kind.ANSWERS,
                title=f"{audit.cycle.name}, not handed in",
                dated_on=_day(max(said)),
                content=canonical(_unsigned(audit, rows, at=max(said))),
            )


def _unsigned(audit: Audit, rows: tuple[AuditRow, ...], *, at: datetime) -> dict[str, Any]:
    content = content_of(audit, rows=rows, signatures=(), at=at)
    return {name: value for name, value in content.items() if name != "submitted_at"}


def _brought_along(urn: int) -> Iterator[Paper]:
    for row in HandoverItem.received.filter(to_urn=urn):
        yield Paper(kind=row.kind, title=row.title, dated_on=row.dated_on, content=row.content)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
