"""The worker makes the web page and the PDF of an approved edition once, with no transaction open while it draws."""

import hashlib
import io

import page
import pikepdf
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from lscp_portal.documents import rendering
from lscp_portal.outbox.worker import handlers, scope_of
from lscp_portal.tenancy.scope import current_or_none
from reports.drafting.models import Report
from reports.publication import tasks
from reports.publication.actions import approve_report, publish_report, return_report
from reports.publication.models import Edition, EditionFile
from tests.reports import report_stage as stage


def render(cast, report):
    edition = stage.edition_of(cast, report)
    tasks.render_edition(scope_of(cast.partnership.pk), edition_id=edition.pk)
    return stage.edition_of(cast, report)


def files(cast):
    with cast.as_("publisher"):
        return {file.format: file for file in EditionFile.objects.all()}


def test_the_task_is_known_by_its_name():
    assert handlers["reports.render_edition"] is tasks.render_edition


def test_both_files_are_stored_with_their_hash_and_the_pdf_is_accessible(cast):
    report = stage.report_at(cast, "approved")
    edition = render(cast, report)
    stored = files(cast)
    assert edition.rendered_at is not None
    assert bytes(stored["html"].content).decode() == edition.source_html
    for file in stored.values():
        assert file.sha256 == hashlib.sha256(file.content).hexdigest()
        assert file.bytes_long == len(file.content)
    pdf = bytes(stored["pdf"].content)
    assert stored["pdf"].pages == len(pikepdf.open(io.BytesIO(pdf)).pages)
    found = page.validate_pdf_bytes(pdf, profile="ua1")
    assert not found.failures, [failure.message for failure in found.failures]


def test_a_second_run_finds_the_bytes_and_stops(cast, monkeypatch):
    report = stage.report_at(cast, "approved")
    first = render(cast, report)
    before = {name: (file.pk, file.sha256) for name, file in files(cast).items()}
    monkeypatch.setattr(tasks, "render", lambda _html: pytest.fail("drawn twice"))
    assert render(cast, report).rendered_at == first.rendered_at
    assert {name: (file.pk, file.sha256) for name, file in files(cast).items()} == before


def test_no_transaction_and_no_scope_is_open_while_it_draws(committed_cast, monkeypatch):
    seen = []

    def watched(html):
        seen.append((connection.in_atomic_block, current_or_none()))
        return rendering.render(html)

    monkeypatch.setattr(tasks, "render", watched)
    cast = committed_cast
    render(cast, stage.report_at(cast, "approved"))
    assert seen == [(False, None)]


def test_a_report_given_back_while_it_is_drawn_stores_nothing(cast, monkeypatch):
    report = stage.report_at(cast, "approved")

    def given_back_meanwhile(html):
        stage.step(cast, "publisher", return_report, report_id=report.pk)
        return rendering.render(html)

    monkeypatch.setattr(tasks, "render", given_back_meanwhile)
    assert render(cast, report).rendered_at is None
    assert files(cast) == {}


def test_an_old_edition_is_not_drawn_once_a_newer_one_is_approved(cast):
    report = stage.report_at(cast, "approved")
    old = stage.edition_of(cast, report)
    stage.step(cast, "publisher", return_report, report_id=report.pk)
    stage.step(cast, "publisher", approve_report, report_id=report.pk)
    tasks.render_edition(scope_of(cast.partnership.pk), edition_id=old.pk)
    with cast.as_("publisher"):
        assert list(Edition.objects.exclude(rendered_at=None)) == []


def test_two_workers_at_once_store_one_pair(committed_cast):
    cast = committed_cast
    report = stage.report_at(cast, "approved")
    edition = stage.edition_of(cast, report)
    open_scope = scope_of(cast.partnership.pk)
    stage.together(*[lambda: tasks.render_edition(open_scope, edition_id=edition.pk)] * 2)
    assert sorted(files(cast)) == ["html", "pdf"]


@pytest.mark.parametrize("who", ["publisher", "head"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reports_editionfile SET content = 'x'",
        "UPDATE reports_editionfile SET sha256 = repeat('0', 64)",
        "DELETE FROM reports_editionfile",
        "TRUNCATE reports_editionfile CASCADE",
        "UPDATE reports_edition SET source_html = 'x'",
        "UPDATE reports_edition SET rendered_at = now()",
        "UPDATE reports_edition SET summary = '{}'",
        "UPDATE reports_edition SET published_at = now()",
        "DELETE FROM reports_edition",
    ],
)
def test_no_scope_can_change_published_bytes(cast, who, change):
    stage.report_at(cast, "published")
    with cast.as_(who), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(change)


def test_not_even_the_owner_of_the_tables_can_change_stored_bytes(committed, committed_cast):
    stage.report_at(committed_cast, "published")
    with committed.as_admin() as cursor:
        for change in ("UPDATE lscp.reports_editionfile SET content = 'x'", "DELETE FROM lscp.reports_editionfile"):
            with pytest.raises(Exception, match=r"(?i)append|never|change"):
                cursor.execute(change)
        with pytest.raises(Exception, match="an edition keeps its words for ever"):
            cursor.execute("UPDATE lscp.reports_edition SET source_html = 'x'")


def test_what_is_published_is_what_was_rendered(cast):
    report = stage.report_at(cast, "approved")
    edition = render(cast, report)
    before = {name: file.sha256 for name, file in files(cast).items()}
    stage.step(cast, "publisher", publish_report, report_id=report.pk)
    assert {name: file.sha256 for name, file in files(cast).items()} == before
    with cast.as_("head"):
        assert EditionFile.objects.filter(edition=edition).count() == 2
        assert Report.objects.get().state == "published"
