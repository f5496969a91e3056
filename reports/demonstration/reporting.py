"""Reports: drafted from the record, checked by the school, approved by somebody else, published, one withdrawn."""

from dataclasses import dataclass
from random import Random

from lscp_portal.outbox.worker import scope_of
from lscp_portal.tenancy.actor import Actor
from reports.demonstration import texts
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage
from reports.drafting.actions import reply_to_correction, send_report, start_report, write_report
from reports.drafting.models import Correction, Report
from reports.drafting.school_actions import answer_report, raise_correction
from reports.drafting.types import AuditRecord, ReportWords, SectionLine
from reports.publication.actions import approve_report, publish_report, withdraw_report
from reports.publication.tasks import render_edition
from reports.publication.types import WithdrawalReason

SECURE = 2
MOST_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One report to be: who writes, approves and leads, and the school that answers."""

    audit_id: int
    author: Actor
    publisher: Actor
    lead: Actor
    school: Crew
    chance: Random


def start(stage: Stage, writing: Writing) -> int:
    """The author drafts it and goes over the first words; the report's id."""
    with stage.as_(writing.author):
        report = start_report(actor=writing.author, audit_id=writing.audit_id)
        write_report(actor=writing.author, report_id=report.pk, words=_words(report))
    return int(report.pk)


def _words(report: Report) -> ReportWords:
    """The drafted words, with sentences for parents in place of the list of sections."""
    drawn = AuditRecord.of(report.record)
    best = sorted((line for line in drawn.sections if (line.level or 0) >= SECURE), key=lambda line: -(line.level or 0))
    low = [line for line in drawn.sections if line.level is not None and line.level < SECURE]
    good = [texts.of_sections()[line.code].parents_good for line in best[:MOST_LINES]]
    return ReportWords(
        summary=report.summary,
        strengths=_list(good) or report.strengths,
        improvements=_list(_next(low)) or report.improvements,
        next_steps=report.next_steps,
    )


def _next(low: list[SectionLine]) -> list[str]:
    return [texts.of_sections()[line.code].parents_next for line in low[:MOST_LINES]]


def _list(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def send(stage: Stage, writing: Writing, report_id: int) -> None:
    """It goes to the head and the chair for facts and comment."""
    with stage.as_(writing.author):
        send_report(actor=writing.author, report_id=report_id)


def answer(stage: Stage, writing: Writing, report_id: int) -> None:
    """The head raises a point of fact, now and then, and comments."""
    head = writing.school.one("head")
    with stage.as_(head):
        if writing.chance.random() < 0.6:  # noqa: PLR2004 - a share
            raise_correction(actor=head, report_id=report_id, text=writing.chance.choice(texts.corrections()).text)
        comment = writing.chance.choice(texts.letter("comments"))
        answer_report(actor=head, report_id=report_id, comment=comment)


def reply(stage: Stage, writing: Writing, report_id: int) -> None:
    """The author answers every point of fact."""
    replies = {known.text: known for known in texts.corrections()}
    with stage.as_(writing.author):
        for row in Correction.objects.filter(report_id=report_id, accepted=None):
            said = replies[row.text]
            reply_to_correction(
                actor=writing.author, correction_id=row.pk, accepted=said.accepted, reply=said.reply
            )  # fmt: skip


def approve(stage: Stage, writing: Writing, report_id: int) -> None:
    """Somebody else approves it, and its web page and PDF are made here and now: no worker runs yet."""
    with stage.as_(writing.publisher):
        edition = approve_report(actor=writing.publisher, report_id=report_id)
    render_edition(scope_of(writing.publisher.tenant_id), edition_id=edition.pk)


def publish(stage: Stage, writing: Writing, report_id: int) -> None:
    """It is in the open."""
    with stage.as_(writing.publisher):
        publish_report(actor=writing.publisher, report_id=report_id)


def withdraw(stage: Stage, writing: Writing, report_id: int) -> None:
    """The lead takes it back: a fact was wrong."""
    with stage.as_(writing.lead):
        withdraw_report(actor=writing.lead, report_id=report_id, reason=WithdrawalReason.FACT_WRONG)
