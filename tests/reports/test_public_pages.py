"""What anybody may read, what nobody may, and that what is served is what was stored."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.db import connections
from django.db.utils import ProgrammingError
from django.test import Client

from lscp_portal.tenancy.scope import public_scope, scope
from reports.areas.models import AreaSummary
from reports.publication.models import Edition, EditionFile
from schools.links.models import SchoolLink
from schools.register.models import School
from tests.reports.area_stage import HTML, PDF, edition, withdraw

REPORT = "/reports/900001/2026-full/"
FILE = "/reports/900001/2026-full.pdf"


@pytest.fixture
def area(committed_cast):
    return committed_cast


@pytest.fixture
def anybody():
    return Client()


def test_the_stored_words_and_the_stored_bytes_are_served_unchanged(area, anybody):
    edition(area.here, area.audit)
    page, file = anybody.get(REPORT), anybody.get(FILE)
    assert HTML in page.content
    assert file.content == PDF
    assert file["Content-Type"] == "application/pdf"
    assert file["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert page.content.count(b"<h1") == 1


def test_who_has_the_bytes_already_gets_304_without_them(area, anybody):
    edition(area.here, area.audit)
    for path in (REPORT, FILE, "/reports/900001/", "/"):
        tag = anybody.get(path)["ETag"]
        for given in (tag, f'"other", {tag}', f"W/{tag}"):
            again = anybody.get(path, headers={"If-None-Match": given})
            assert (again.status_code, again.content) == (304, b""), path
        assert anybody.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_nothing_is_seen_of_an_edition_until_it_is_published(area, anybody):
    edition(area.here, area.audit, published=False)
    assert anybody.get(REPORT).status_code == anybody.get(FILE).status_code == 404
    assert "There is no report on this school to read yet" in anybody.get("/reports/900001/").content.decode()
    assert anybody.get("/reports/", {"q": "ZZ1"}).context["page"].schools[0].reports == 0
    assert anybody.get("/api/v1/reports/").json()["results"] == []
    with scope(public_scope()):
        assert (Edition.objects.count(), EditionFile.objects.count()) == (0, 0)


def test_a_later_approved_edition_is_not_seen_while_the_earlier_one_stands(area, anybody):
    edition(area.here, area.audit, number=1)
    edition(area.here, area.audit, number=2, published=False, school_name="Another Name")
    assert "Another Name" not in anybody.get(REPORT).content.decode()
    assert anybody.get(FILE).status_code == 200


def test_a_withdrawn_report_is_gone_and_its_address_says_when_and_why(area, anybody):
    withdraw(edition(area.here, area.audit))
    for path in (REPORT, FILE):
        answer = anybody.get(path)
        words = answer.content.decode()
        assert answer.status_code == 410
        assert "20 November 2026" in words
        assert "A fact in it was wrong and is being corrected." in words
        assert "no-store" in answer["Cache-Control"]
        assert HTML not in answer.content
        assert b"%PDF" not in answer.content
    with scope(public_scope()):
        assert EditionFile.objects.count() == 0


def test_a_withdrawn_correction_does_not_bring_the_wrong_report_back(area, anybody):
    edition(area.here, area.audit, number=1)
    withdraw(edition(area.here, area.audit, number=2))
    words = anybody.get("/reports/900001/").content.decode()
    assert anybody.get(REPORT).status_code == 410
    assert "There is no report on this school to read at the moment" in words
    assert "Staff know what to do" not in words


def test_the_school_page_is_half_a_page_of_the_newest_report(area, anybody):
    edition(area.here, area.audit, year=2025, published_at=datetime(2025, 12, 1, tzinfo=UTC))
    edition(area.here, area.audit, number=2)
    words = anybody.get("/reports/900001/").content.decode()
    for expected in (
        "Staff know what to do",
        "Arrangements in place",
        "correct on 2 November 2026",
        "01632 960 001",
        "/reports/900001/2025-full/",
    ):
        assert expected in words


def test_a_school_says_what_it_was_and_leads_to_the_reports_from_then(area, anybody):
    with area.as_("lead"):
        School.objects.filter(pk=area.next_door.pk).update(status="closed")
        SchoolLink.objects.create(
            tenant=area.partnership, urn=900001, link_urn=900002, link_name="Beacon Hill Academy",
            link_type="Predecessor", established_on=date(2026, 9, 1), direction="before", file_name="links.csv",
        )  # fmt: skip
    page = anybody.get("/reports/900001/").content.decode()
    assert "The school was Beacon Hill Academy until 31 August 2026." in page
    assert 'href="/reports/900002/"' in page
    assert anybody.get("/reports/900002/").status_code == 200


NOT_THERE = [
        "/reports/123456/", "/reports/900001/2026-full/", "/reports/900001/1-full.pdf", "/reports/99999999999999/",
        "/reports/900001/99999999999999999999-full/", "/areas/nowhere/", "/areas/eastmere/2026/",
        "/areas/eastmere/2026.csv", "/areas/eastmere/99999999999999999999.json",
        "/good-practice/1/",
]  # fmt: skip


def test_what_is_not_there_is_404(area, anybody):
    assert [path for path in NOT_THERE if anybody.get(path).status_code != 404] == []


PUBLIC_PAGES = [
    "/", "/reports/", "/reports/?q=alder", "/reports/?q=zz1", "/reports/900001/", REPORT, FILE, "/areas/",
    "/areas/eastmere/", "/accessibility/", "/privacy/", "/.well-known/security.txt", "/reports/123456/",
    "/api/v1/reports/", "/api/v1/areas/", "/api/v1/schema/", "/api/v1/docs/", "/api/v1/nothing/",
]  # fmt: skip


@pytest.mark.parametrize("who", ["nobody", "head", "lead"])
def test_no_public_page_sets_a_cookie_or_depends_on_one(area, who):
    edition(area.here, area.audit)
    client = Client() if who == "nobody" else area.client(who)
    own = Client()
    for path in PUBLIC_PAGES:
        answer = client.get(path)
        assert answer.status_code in {200, 302, 404}, path
        assert "Set-Cookie" not in answer, path
        assert not answer.cookies, path
        assert "Cookie" not in answer.get("Vary", ""), path
        if path.startswith(("/reports", "/areas", "/api")) and answer.status_code == 200:
            assert answer["Cache-Control"] == "public, max-age=60", path
            assert answer.content == own.get(path).content, path


def test_pages_are_read_and_never_written(area, anybody):
    for path in ("/", "/reports/", "/reports/900001/", "/areas/", "/areas/eastmere/"):
        assert anybody.post(path).status_code == 405
        assert anybody.head(path).status_code == 200


@pytest.fixture(scope="module")
def tables(database, django_db_blocker):
    """The tables alone: rights do not depend on rows."""
    with django_db_blocker.unblock():
        yield
        connections["site"].close()


HIDDEN_COLUMNS = [
    (School, "gias_profile"), (School, "trust_uid"), (School, "opened_on"), (Edition, "source_html"),
    (Edition, "published_by_id"), (Edition, "created_at"), (Edition, "rendered_at"), (AreaSummary, "frozen_by_id"),
    (AreaSummary, "published_by_id"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "column"), HIDDEN_COLUMNS)
def test_the_public_login_cannot_read_other_columns(tables, model, column):
    with pytest.raises(ProgrammingError, match="permission denied"), scope(public_scope()):
        list(model.objects.values(column))


@pytest.mark.parametrize(
    "table",
    ["audits_audit", "audits_answer", "audits_review", "audits_score", "audits_feedback", "reports_report",
     "reports_correction", "visits_visit", "accounts_person", "accounts_membership",
     "trail_event", "outbox_message", "django_session"],
)  # fmt: skip
def test_the_public_login_cannot_read_other_tables(tables, table):
    with pytest.raises(ProgrammingError, match="permission denied"), scope(public_scope()):
        connections["site"].cursor().execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("table", ["reports_edition", "reports_editionfile", "reports_areasummary", "schools_school"])
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET tenant_id = 1", "INSERT INTO {} DEFAULT VALUES"]
)
def test_the_public_login_cannot_write(tables, table, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), scope(public_scope()):
        connections["site"].cursor().execute(statement.format(table))
