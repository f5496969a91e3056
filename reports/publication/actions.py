"""Approve, store, publish, withdraw. An edition's bytes are stored once and never made again (security.md D9)."""

import hashlib

from django.db.models import Max
from django.utils import timezone

from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from reports.drafting.actions import confirmed_warnings
from reports.drafting.models import Report
from reports.drafting.transitions import REPORT
from reports.drafting.types import AuditRecord
from reports.publication.document import document_of, fragment, half_page
from reports.publication.models import Edition, EditionFile
from reports.publication.types import WithdrawalReason

FORMAT = EditionFile.Format


def approve_report(*, actor: Actor, report_id: int, no_child: str = "") -> Edition:
    """Approve the words as they stand: they become an edition, and the worker makes its web page and PDF.

    no_child: reports.drafting.actions.confirmed_warnings. Raises PermissionDenied (the author may not), Refused.
    """
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    REPORT.move("approve", report, actor)
    confirmed = confirmed_warnings(report, no_child)
    report.approved_at, report.approved_by_id = timezone.now(), actor.person_id
    report.save(update_fields=["state", "approved_at", "approved_by_id"])
    edition = _new_edition(report)
    record(actor, "report.approved", report, edition=edition.pk, number=edition.number, **confirmed)
    post("reports.render_edition", key=f"render:{edition.pk}", edition_id=edition.pk)
    return edition


def return_report(*, actor: Actor, report_id: int) -> Report:
    """Give an approved report back to its author, before it is published. Its edition will never be shown."""
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    REPORT.move("return", report, actor)
    report.approved_at, report.approved_by_id = None, None
    report.save(update_fields=["state", "approved_at", "approved_by_id"])
    record(actor, "report.returned", report)
    return report


def store_files(*, edition_id: int, html: bytes, pdf: bytes, pages: int | None) -> bool:
    """Keep the bytes of the newest edition; False when they are there already or the approval is gone.

    The worker's last step. It holds the report's lock: two runs store once, and a returned report stores nothing.
    """
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(editions=edition_id)
    edition: Edition = report.editions.latest("number")
    if edition.pk != edition_id or report.state != Report.State.APPROVED or edition.rendered_at is not None:
        return False
    files = [_file(edition, FORMAT.HTML, html, None), _file(edition, FORMAT.PDF, pdf, pages)]
    EditionFile.objects.bulk_create(files)
    edition.rendered_at = timezone.now()
    edition.save(update_fields=["rendered_at"])
    record(None, "edition.rendered", edition, **{file.format: file.sha256 for file in files})
    return True


def publish_report(*, actor: Actor, report_id: int, no_child: str = "") -> Edition:
    """Put the stored bytes of the newest edition in the open, and tell the school.

    no_child: reports.drafting.actions.confirmed_warnings. Raises PermissionDenied, Refused.
    """
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    REPORT.move("publish", report, actor)
    confirmed = confirmed_warnings(report, no_child)
    report.save(update_fields=["state"])
    edition: Edition = report.editions.latest("number")
    edition.published_at, edition.published_by_id = timezone.now(), actor.person_id
    edition.save(update_fields=["published_at", "published_by_id"])
    record(actor, "report.published", report, edition=edition.pk, **confirmed)
    queue(
        template="report_published",
        key=f"edition:{edition.pk}",
        to=holders(roles=("head", "chair", "dsl"), school_id=report.school_id),
        path=f"/s/{edition.urn}/reports/{report.pk}/",
        by=actor.person_id,
        school_id=report.school_id,
    )
    return edition


def withdraw_report(*, actor: Actor, report_id: int, reason: WithdrawalReason) -> Edition:
    """Take a published report back at once; its address says when and for what kind of reason. Its bytes are kept."""
    report: Report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
    REPORT.move("withdraw", report, actor)
    report.save(update_fields=["state"])
    edition: Edition = report.editions.latest("number")
    edition.withdrawn_at, edition.withdrawn_because = timezone.now(), str(reason.label)
    edition.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(actor, "report.withdrawn", report, edition=edition.pk, reason=reason.value)
    return edition


def _new_edition(report: Report) -> Edition:
    drawn, today = AuditRecord.of(report.record), timezone.localdate()
    document = document_of(report=report, partnership=report.tenant, correct_on=today)
    last = report.editions.aggregate(last=Max("number"))["last"] or 0
    edition: Edition = Edition.objects.create(
        **report.owner,
        report=report,
        number=last + 1,
        year=drawn.year,
        kind=drawn.kind,
        urn=drawn.urn,
        school_name=drawn.school_name,
        summary=half_page(report=report, correct_on=today),
        source_html=fragment(document),
    )
    return edition


def _file(edition: Edition, file_format: str, content: bytes, pages: int | None) -> EditionFile:
    return EditionFile(
        **edition.owner,
        edition=edition,
        format=str(file_format),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes_long=len(content),
        pages=pages,
    )
