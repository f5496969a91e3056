"""The partnership's side of a report until it is approved: start, write, send, reply to corrections."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.childdata.confirming import counted
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from reports.drafting.models import Correction, Report
from reports.drafting.policies import may_draft
from reports.drafting.record import record_of
from reports.drafting.rules import audit_is_ready_for_a_report, warnings_are_confirmed, warnings_of
from reports.drafting.transitions import EDITABLE, REPORT
from reports.drafting.types import ReportWords
from reports.drafting.wording import first_words
from schools.holidays.queries import closed_days_of


def start_report(*, actor: Actor, audit_id: int) -> Report:
    """Draft a report from the record of one audit, with first words for the author to go on from.

    Raises PermissionDenied, and Refused while feedback is not issued or when there is a report already.
    """
    audit = Audit.objects.select_for_update(of=("self",), no_key=True).get(pk=audit_id)
    report = Report(**audit.owner, audit=audit, author_id=actor.person_id)
    if not may_draft(actor, report):
        raise PermissionDenied("report.start")
    if found := list(audit_is_ready_for_a_report(audit)):
        raise Refused(found)
    drawn = record_of(audit=audit)
    report.record = drawn.as_json()
    _put(report, first_words(drawn))
    report.save()
    record(actor, "report.started", report, audit=audit.pk)
    return report


def write_report(*, actor: Actor, report_id: int, words: ReportWords) -> Report:
    """Keep the author's words, as a draft or after the school has answered. Raises PermissionDenied, Refused."""
    report = _open_to_its_author(actor, report_id)
    _put(report, words)
    report.save(update_fields=["summary", "strengths", "improvements", "next_steps"])
    record(actor, "report.written", report)
    return report


def refresh_record(*, actor: Actor, report_id: int) -> Report:
    """Draw the record again, after a visit was completed or a recommendation issued. The words stay as they are."""
    report = _open_to_its_author(actor, report_id)
    report.record = record_of(audit=report.audit).as_json()
    report.save(update_fields=["record"])
    record(actor, "report.drawn_again", report)
    return report


def send_report(*, actor: Actor, report_id: int, no_child: str = "") -> Report:
    """Send the draft to the head and the chair; they have ten working days for facts and comment (domain.md 7.3).

    The days are the school's, so its holidays do not count. no_child: confirmed_warnings. Raises PermissionDenied,
    Refused.
    """
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    REPORT.move("send", report, actor)
    confirmed = confirmed_warnings(report, no_child)
    report.sent_at = timezone.now()
    closed = closed_days_of(report.school)
    report.answer_due_on = working_days_after(timezone.localdate(), report.tenant.accuracy_workdays, closed=closed)
    report.save(update_fields=["state", "sent_at", "answer_due_on"])
    record(actor, "report.sent", report, due_on=report.answer_due_on, **confirmed)
    queue(
        template="report_sent",
        key=f"report:{report.pk}",
        to=holders(roles=("head", "chair"), school_id=report.school_id),
        path=f"/s/{report.school.urn}/reports/{report.pk}/",
        by=actor.person_id,
        school_id=report.school_id,
        due_on=report.answer_due_on,
    )
    return report


def confirmed_warnings(report: Report, no_child: str) -> dict[str, dict[str, int]]:
    """For the trail: what this person says to be about no child, by kind and number; nothing where nothing warns.

    no_child: the digest of what the page had shown (childdata.confirming.digest_of). Raises Refused for another one.
    """
    warned = warnings_of(report)
    if found := list(warnings_are_confirmed(warned, no_child)):
        raise Refused(found)
    return {"confirmed": counted(warned)} if warned else {}


def go_on_unanswered(*, actor: Actor, report_id: int) -> Report:
    """Go on when the day for the school's answer is past and none has come. Raises PermissionDenied, Refused."""
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    REPORT.move("go_on", report, actor)
    report.save(update_fields=["state"])
    record(actor, "report.unanswered", report)
    return report


def reply_to_correction(*, actor: Actor, correction_id: int, accepted: bool, reply: str) -> Correction:
    """Accept or decline one correction, with the reason the school reads. Raises PermissionDenied, Refused."""
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(corrections=correction_id)
    correction: Correction = report.corrections.get(pk=correction_id)
    if not may_draft(actor, report):
        raise PermissionDenied("report.reply")
    if report.state != Report.State.ANSWERED:
        raise Refused(
            [Blocker("wrong_state", "Corrections are answered after the school has answered, before approval.")]
        )
    if not reply.strip():
        raise Refused([Blocker("reply", "Write a reply: the school reads it.")])
    correction.accepted, correction.reply = accepted, reply
    correction.save(update_fields=["accepted", "reply"])
    record(actor, "report.correction_answered", correction, report=report.pk, accepted=accepted)
    return correction


def _open_to_its_author(actor: Actor, report_id: int) -> Report:
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    if not may_draft(actor, report):
        raise PermissionDenied("report.write")
    if report.state not in EDITABLE:
        words = report.get_state_display().lower()
        raise Refused([Blocker("wrong_state", f"This report is {words} now, so its words cannot be changed.")])
    return report


def _put(report: Report, words: ReportWords) -> None:
    report.summary, report.strengths = words.summary, words.strengths
    report.improvements, report.next_steps = words.improvements, words.next_steps
