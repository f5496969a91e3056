"""The school's side of a report: points of fact, a comment, an answer."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from reports.drafting.models import Correction, Report
from reports.drafting.policies import may_answer_report
from reports.drafting.transitions import REPORT

LONGEST_COMMENT = 250  # words (domain.md 8.7)


def raise_correction(*, actor: Actor, report_id: int, text: str) -> Correction:
    """Keep one point of fact the school says is wrong. Raises PermissionDenied, Refused."""
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    if not may_answer_report(actor, report):
        raise PermissionDenied("report.correct")
    if report.state != Report.State.ACCURACY_CHECK:
        raise Refused(
            [Blocker("wrong_state", "Corrections are taken while the report is with you for factual accuracy.")]
        )
    if not text.strip():
        raise Refused([Blocker("text", "Say which fact is wrong, and what is right.")])
    number = report.corrections.count() + 1
    correction: Correction = Correction.objects.create(
        **report.owner, report=report, number=number, text=text, raised_by_id=actor.person_id
    )
    record(actor, "report.corrected", correction, report=report.pk)
    return correction


def answer_report(*, actor: Actor, report_id: int, comment: str) -> Report:
    """Send the answer: the corrections raised so far, and a comment that is printed in full beside the findings.

    comment: 250 words at most, may be empty. Raises PermissionDenied, Refused.
    """
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    REPORT.move("answer", report, actor)
    if len(comment.split()) > LONGEST_COMMENT:
        raise Refused([Blocker("comment", f"The comment may have {LONGEST_COMMENT} words at most.")])
    report.school_comment = comment.strip()
    report.answered_at, report.answered_by_id = timezone.now(), actor.person_id
    report.save(update_fields=["state", "school_comment", "answered_at", "answered_by_id"])
    record(actor, "report.answered", report, corrections=report.corrections.count())
    queue(
        template="report_answered",
        key=f"report:{report.pk}",
        to=[report.author_id],
        path=f"/p/{report.tenant.slug}/reports/{report.pk}/",
        by=actor.person_id,
        school_id=report.school_id,
    )
    return report
