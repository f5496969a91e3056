"""A committed render happens, once, whatever dies in between."""

import hashlib
import time

import pytest

from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.scope import area_scope, scope
from reports.drafting.models import Report
from reports.drafting.types import AuditRecord, Coverage
from reports.publication.models import Edition, EditionFile
from tests.audits.answering import ready, sign_as
from tests.stack import eventually

WORDS = '<article class="lscp-report"><h1>Safeguarding report</h1>{}</article>'

SUMMARY = {
    "paragraphs": ["We saw this."],
    "correct_on": "2026-11-24",
    "cycle": "Full audit 2026",
    "framework": "Framework 2026.1",
    "narrative_only": True,
    "sections": [],
    "facts": [],
    "visited_on": None,
    "recommendations": 0,
    "school_commented": False,
}


@pytest.fixture
def area(committed_cast):
    return area_scope(committed_cast.partnership.pk)


def record_of(cast):
    return AuditRecord(
        school_name=cast.here.name,
        urn=cast.here.urn,
        phase="Primary",
        town="Eastmere",
        pupils=210,
        cycle="Full audit 2026",
        year=2026,
        kind="full",
        framework="Framework 2026.1",
        submitted_on="2026-10-01",
        reviewed_on="2026-10-20",
        feedback_on="2026-10-30",
        coverage=Coverage(asked=10, answered=10, read=10, not_applicable=0),
        sections=(),
        visit=None,
        recommendations=(),
    )


def edition_to_render(cast, paragraphs=3):
    """An approved edition whose render is in the outbox."""
    report = Report.objects.create(
        tenant=cast.partnership, school=cast.here, audit=cast.audit, author_id=1, record=record_of(cast).as_json()
    )
    for state in ("accuracy_check", "answered", "approved"):
        Report.objects.filter(pk=report.pk).update(state=state)
    edition = Edition.objects.create(
        tenant=cast.partnership,
        school=cast.here,
        report=report,
        number=1,
        year=2026,
        kind="full",
        urn=cast.here.urn,
        school_name=cast.here.name,
        summary=SUMMARY,
        source_html=WORDS.format("<p>We saw this.</p>" * paragraphs),
    )
    post("reports.render_edition", key=f"render:{edition.pk}", edition_id=edition.pk)
    return edition


def files(area):
    with scope(area):
        return {row.format: row for row in EditionFile.objects.all()}


def test_a_posted_render_is_done(stack, committed_cast, area):
    with scope(area):
        edition = edition_to_render(committed_cast)
    eventually(lambda: len(files(area)) == 2, seconds=40)
    stored = files(area)
    assert bytes(stored["pdf"].content).startswith(b"%PDF")
    assert stored["pdf"].sha256 == hashlib.sha256(bytes(stored["pdf"].content)).hexdigest()
    with scope(area):
        assert Edition.objects.get(pk=edition.pk).rendered_at is not None


def test_a_worker_killed_in_the_middle_of_a_render_loses_nothing(stack, committed_cast, area):
    with scope(area):
        edition_to_render(committed_cast, paragraphs=3000)
    eventually(lambda: "reports.render_edition" in stack.log("worker"), seconds=20)
    time.sleep(0.6)
    assert not files(area), "the render was over before it could be killed; make the document longer"
    stack.kill("worker")
    stack.launch("worker")
    eventually(lambda: len(files(area)) == 2, seconds=90)
    with scope(area):
        assert EditionFile.objects.count() == 2


def test_without_a_broker_people_save_sign_and_read_and_the_render_follows(stack, committed_cast, area):
    stack.letters.received.clear()
    stack.broker.stop()
    try:
        ready(committed_cast)
        for who in ("dsl", "head", "chair"):
            sign_as(committed_cast, who)
        page = committed_cast.client("dsl").get("/s/900001/audit/")
        assert page.status_code == 200
        assert "Submitted" in page.content.decode()
        with scope(area):
            edition_to_render(committed_cast)
        time.sleep(3)
        assert not files(area)
        assert stack.letters.received == []
    finally:
        stack.broker.start()
    eventually(lambda: len(files(area)) == 2, seconds=60)
    eventually(lambda: len(stack.letters.received) >= 5, seconds=60)
