"""What must hold before a report moves on."""

from collections.abc import Iterator, Sequence
from functools import cache

from django.utils import timezone

from audits.lifecycle.models import Audit
from lscp_portal.childdata.confirming import Warned, digest_of, warnings_in
from lscp_portal.childdata.detector import blocking
from lscp_portal.workflow import Blocker
from reports.drafting.models import Report
from reports.drafting.types import AuditRecord
from schools.contacts.known import known_at

PARTS = {
    "summary": "the summary for parents",
    "strengths": "what works well",
    "improvements": "what needs to improve",
    "next_steps": "what happens next",
}
READ = {**PARTS, "school_comment": "the school’s comment"}
ANSWERED_FEEDBACK = frozenset({Audit.State.ACKNOWLEDGED, Audit.State.CLOSED})
WITH_FEEDBACK = ANSWERED_FEEDBACK | {Audit.State.FEEDBACK_ISSUED}


def audit_is_ready_for_a_report(audit: Audit) -> Iterator[Blocker]:
    """Formal feedback has gone to the school first, and there is one report for one audit."""
    if audit.state not in WITH_FEEDBACK:
        yield Blocker("feedback", "A report is drafted after the feedback has been issued to the school.")
    if Report.objects.filter(audit=audit).exists():
        yield Blocker("exists", "There is a report on this audit already.")


def every_part_is_written(report: Report) -> Iterator[Blocker]:
    """A report has its four parts."""
    for field, name in PARTS.items():
        if not getattr(report, field).strip():
            yield Blocker(field, f"Write {name}.")


def nothing_points_at_a_child(report: Report) -> Iterator[Blocker]:
    """The words are read again before others see them, and so is the school's comment (domain.md 8.2, 8.7)."""
    for field, name in READ.items():
        for sentence in dict.fromkeys(finding.sentence for finding in blocking(getattr(report, field))):
            yield Blocker(f"child_{field}", f"In {name}: {sentence}")


def warnings_of(report: Report) -> list[Warned]:
    """What in the words may point at a child, part by part. Three queries where something does, otherwise none."""
    known = cache(known_at(tenant_id=report.tenant_id, school_id=report.school_id))
    found = (warnings_in(field, getattr(report, field), known=known) for field in READ)
    return [warned for warned in found if warned]


def warnings_are_confirmed(warned: Sequence[Warned], digest: str) -> Iterator[Blocker]:
    """Whoever moves the report on has said of these very words that they are about no child."""
    if digest == digest_of(warned):
        return
    for one in warned:
        for sentence in one.sentences:
            yield Blocker(f"child_{one.box}", f"In {READ[one.box]}: {sentence} Or tick that it is about no child.")


def answer_is_overdue(report: Report) -> Iterator[Blocker]:
    """The school keeps its time for the check, to the end of its last day."""
    if report.answer_due_on is None or timezone.localdate() <= report.answer_due_on:
        yield Blocker("too_early", "The school still has time for its answer.")


def corrections_are_answered(report: Report) -> Iterator[Blocker]:
    """Every correction the school asked for has an answer."""
    waiting = report.corrections.filter(accepted=None).count()
    if waiting:
        words = "One correction of the school has" if waiting == 1 else f"{waiting} corrections of the school have"
        yield Blocker("corrections", f"{words} no answer yet.")


def partnership_publishes(report: Report) -> Iterator[Blocker]:
    """Publication is off until the partnership has adopted a protocol (no statute gives an express power)."""
    if not report.tenant.publishes_reports:
        yield Blocker(
            "protocol", "This partnership has not adopted a publication protocol, so reports are not published."
        )


def critical_findings_have_a_plan(report: Report) -> Iterator[Blocker]:
    """With a critical gap, publication waits until the school has answered the dated plan (rating_scale.limiting)."""
    if AuditRecord.of(report.record).has_critical_finding and report.audit.state not in ANSWERED_FEEDBACK:
        yield Blocker(
            "critical", "There is a critical gap. Publication waits until the school has acknowledged the feedback."
        )


def edition_is_rendered(report: Report) -> Iterator[Blocker]:
    """The web page and the PDF are stored; these very bytes will be published."""
    latest = report.editions.order_by("-number").only("rendered_at").first()
    if latest is None or latest.rendered_at is None:
        yield Blocker(
            "rendering", "The web page and the PDF are still being made. This takes less than a minute as a rule."
        )
