"""Reports as pages show them. Frozen values; the number of queries does not grow with the rows."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.shortcuts import get_object_or_404
from django.utils import timezone

from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import names_of
from lscp_portal.childdata.confirming import digest_of
from lscp_portal.tenancy.actor import Actor
from reports.drafting.models import Correction, Report
from reports.drafting.rules import READ, WITH_FEEDBACK, warnings_of
from reports.drafting.transitions import EDITABLE, REPORT
from reports.drafting.types import (
    AuditRecord,
    CorrectionLine,
    EditionFacts,
    ReadyAudit,
    ReportGroup,
    ReportPage,
    ReportRow,
    ReportWords,
)

SHOWN_READY = 100
READ_AGAIN = frozenset({"send", "approve", "publish"})  # steps before which the words are read again
SLOW = timedelta(minutes=5)
ORDER = list(Report.State)


def report_list(*, without_schools: frozenset[int] = frozenset()) -> list[ReportGroup]:
    """Reports of the open scope by state, those that wait longest first. Two queries."""
    rows = Report.objects.exclude(school_id__in=without_schools).select_related("school", "audit__cycle")
    rows = rows.defer("summary", "strengths", "improvements", "next_steps", "record", "school_comment")
    found = sorted(rows, key=lambda row: (ORDER.index(Report.State(row.state)), row.school.name))
    names = names_of({row.author_id for row in found})
    return [
        ReportGroup(state.label, tuple(_row(row, names) for row in group))
        for state, group in groupby(found, key=lambda row: Report.State(row.state))
    ]


def ready_audits(*, without_schools: frozenset[int]) -> list[ReadyAudit]:
    """Audits whose feedback is issued and that have no report yet, a hundred at most. One query."""
    rows = Audit.objects.filter(state__in=WITH_FEEDBACK, report=None).exclude(school_id__in=without_schools)
    rows = rows.select_related("school", "cycle").order_by("school__name")[:SHOWN_READY]
    return [ReadyAudit(row.pk, row.school.name, row.school.urn, row.cycle.name) for row in rows]


def ready_audit(*, audit_id: int) -> ReadyAudit:
    """The audit a report is to be started on, whatever its state. One query. Raises Http404."""
    row = get_object_or_404(Audit.objects.select_related("school", "cycle"), pk=audit_id)
    return ReadyAudit(row.pk, row.school.name, row.school.urn, row.cycle.name)


def report_page(*, report_id: int, actor: Actor) -> ReportPage:
    """One report with its corrections, its newest edition and what this person may do next.

    Eight queries at most, three more where something in its words may point at a child. In the school's scope only
    published editions are there. Raises Http404.
    """
    report: Report = get_object_or_404(Report.objects.select_related("school", "tenant", "audit"), pk=report_id)
    offers = tuple(REPORT.offers(report, actor))
    warned = warnings_of(report) if {offer.name for offer in offers} & READ_AGAIN else []
    return ReportPage(
        id=report.pk,
        state=report.state,
        state_words=report.get_state_display(),
        is_open_for_words=report.state in EDITABLE,
        author_id=report.author_id,
        author=names_of([report.author_id]).get(report.author_id, "No longer here"),
        words=ReportWords(
            summary=report.summary,
            strengths=report.strengths,
            improvements=report.improvements,
            next_steps=report.next_steps,
        ),
        record=AuditRecord.of(report.record),
        school_comment=report.school_comment,
        sent_on=_day(report.sent_at),
        answer_due_on=report.answer_due_on,
        answered_on=_day(report.answered_at),
        approved_on=_day(report.approved_at),
        corrections=corrections_of(report_id=report.pk),
        offers=offers,
        edition=_edition(report),
        warnings=tuple((READ[one.box], words, why) for one in warned for words, why in one.lines),
        no_child=digest_of(warned),
    )


def corrections_of(*, report_id: int) -> tuple[CorrectionLine, ...]:
    """The corrections of one report in the order they were raised. One query."""
    rows = Correction.objects.filter(report_id=report_id).order_by("number")
    return tuple(CorrectionLine(row.pk, row.number, row.text, row.accepted, row.reply) for row in rows)


def correction_to_answer(*, correction_id: int) -> tuple[int, CorrectionLine]:
    """One correction and the id of its report. One query. Raises Http404."""
    row = get_object_or_404(Correction, pk=correction_id)
    return row.report_id, CorrectionLine(row.pk, row.number, row.text, row.accepted, row.reply)


def current_report(*, report_id: int) -> Report:
    """The row itself with its partnership, for the document. One query. Raises Http404."""
    found: Report = get_object_or_404(Report.objects.select_related("tenant"), pk=report_id)
    return found


def _edition(report: Report) -> EditionFacts | None:
    latest = report.editions.defer("source_html").order_by("-number").first()
    if latest is None:
        return None
    pdf = latest.files.filter(format="pdf").values("pages", "bytes_long").first()
    is_waiting = latest.rendered_at is None and report.state == Report.State.APPROVED
    return EditionFacts(
        id=latest.pk,
        number=latest.number,
        is_rendered=latest.rendered_at is not None,
        is_slow=is_waiting and latest.created_at < timezone.now() - SLOW,
        pdf_pages=(pdf["pages"] or 0) if pdf else 0,
        pdf_bytes=pdf["bytes_long"] if pdf else 0,
        published_on=_day(latest.published_at),
        withdrawn_on=_day(latest.withdrawn_at),
        withdrawn_because=latest.withdrawn_because,
        address=f"/reports/{latest.urn}/{latest.year}-{latest.kind}/",
    )


def _row(row: Report, names: dict[int, str]) -> ReportRow:
    return ReportRow(
        id=row.pk,
        school_name=row.school.name,
        cycle=row.audit.cycle.name,
        author=names.get(row.author_id, "No longer here"),
        answer_due_on=row.answer_due_on if row.state == Report.State.ACCURACY_CHECK else None,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
