"""The interface for machines: what it gives, how it pages, how it refuses, and that its description is right."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from lscp_portal.tenancy.scope import area_scope, scope
from reports.api.describing import endpoints
from reports.areas.models import AreaSummary
from reports.drafting.models import Report
from reports.publication.models import Edition
from tests.people import make_cast
from tests.reports.area_stage import HTML, PDF, PUBLISHED_AT, SUMMARY, edition, withdraw


@pytest.fixture(scope="module")
def area(database, django_db_blocker):
    """One report that stands (its second edition), one withdrawn, 118 of earlier years, one summary; all committed."""
    with django_db_blocker.unblock():
        database.empty()
        cast = make_cast()
        edition(cast.here, cast.audit, number=1)
        edition(cast.here, cast.audit, number=2)
        withdraw(edition(cast.next_door, cast.next_door_audit, kind="light"))
        edition(cast.elsewhere, cast.elsewhere_audit, published=False)
        with scope(area_scope(cast.other_partnership.pk)):
            report = Report.objects.get(audit=cast.elsewhere_audit)
            Edition.objects.bulk_create(
                Edition(
                    report=report, number=place + 2, year=2025 - place, kind="full", urn=900050, summary=SUMMARY,
                    school_name="Cobblers Green School", source_html="", rendered_at=PUBLISHED_AT, published_by_id=2,
                    published_at=PUBLISHED_AT - timedelta(days=place // 3), **cast.elsewhere_audit.owner,
                )
                for place in range(118)
            )  # fmt: skip
        with scope(area_scope(cast.partnership.pk)):
            summary = AreaSummary.objects.create(
                tenant=cast.partnership, year=2025, figures=[], sha256="0" * 64, frozen_by_id=1
            )
            AreaSummary.objects.filter(pk=summary.pk).update(
                state="published", published_at=datetime(2026, 10, 1, tzinfo=UTC), published_by_id=2
            )
        yield cast
        for connection in connections.all():
            connection.close()
        database.empty()


def get(path, status=200, **asked):
    answer = Client().get(f"/api/v1/{path}", asked)
    assert answer.status_code == status, answer.content
    kind = "application/json" if status == 200 else "application/problem+json"
    assert answer["Content-Type"] == kind
    return answer.json()


def test_the_list_has_what_stands_and_what_was_withdrawn_newest_first(area):
    first, second = get("reports/", partnership="eastmere")["results"]
    assert (first["urn"], first["edition"], first["withdrawn_at"]) == (900001, 2, None)
    assert first["page"] == "http://testserver/reports/900001/2026-full/"
    assert second["withdrawn_because"] == "A fact in it was wrong and is being corrected."
    assert second["withdrawn_at"].startswith("2026-11-20")


def test_filters_narrow_the_list(area):
    assert [row["urn"] for row in get("reports/", urn=900002)["results"]] == [900002]
    assert [row["year"] for row in get("reports/", year=2001)["results"]] == [2001]
    assert get("reports/", partnership="harrowfold", year=2026)["results"] == []
    assert get("areas/", partnership="harrowfold")["results"] == []


def test_the_pages_together_are_the_whole_list_each_report_once(area):
    page, seen = get("reports/"), []
    while True:
        seen += [(row["urn"], row["year"]) for row in page["results"]]
        if page["next"] is None:
            break
        page = Client().get(page["next"]).json()
    assert len(seen) == len(set(seen)) == 120


def test_a_report_has_its_summary_and_the_hashes_of_the_very_files(area):
    found = get("reports/900001/2026-full/")
    assert found["summary"]["paragraphs"] == SUMMARY["paragraphs"]
    html, pdf = found["files"]
    assert (html["bytes_long"], pdf["bytes_long"], pdf["pages"]) == (len(HTML), len(PDF), 5)
    assert f'"{pdf["sha256"]}"' == Client().get(pdf["address"])["ETag"]


def test_a_withdrawn_report_has_neither(area):
    found = get("reports/900002/2026-light/")
    assert (found["summary"], found["files"]) == (None, [])
    assert found["withdrawn_at"]


def test_summaries_are_listed_and_lead_to_their_rows(area):
    (line,) = get("areas/")["results"]
    assert line["details"] == "http://testserver/api/v1/areas/eastmere/2025/"
    assert get("areas/eastmere/2025/")["rows"] == []


@pytest.mark.parametrize(
    "path",
    [
        "reports/900001/2026-light/", "reports/900050/2026-full/", "reports/1/2026-full/", "areas/eastmere/2026/",
        "areas/nowhere/2025/", "reports/99999999999999999999/2026-full/", "reports/900001/99999999999-full/",
        "reports/900001/", "nothing/",
    ],
)  # fmt: skip
def test_what_is_not_published_is_a_404_problem(area, path):
    assert get(path, 404) == {
        "type": "about:blank", "title": "Not Found", "status": 404, "detail": "Nothing is published at this address.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"urn": "alder"}, "urn"), ({"urn": "-1"}, "urn"), ({"urn": "9" * 30}, "urn"), ({"year": "26"}, "year"),
        ({"partnership": "a b"}, "partnership"), ({"partnership": "x" * 61}, "partnership"), ({"yaer": "2026"}, "yaer"),
        ({"partnership": "\x00"}, "partnership"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_a_400_problem_that_names_it(area, asked, parameter):
    assert list(get("reports/", 400, **asked)["errors"]) == [parameter]


def test_a_broken_cursor_is_refused(area):
    assert get("reports/", 404, cursor="rubbish")["status"] == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_read_only(area, method):
    for path in ("reports/", "reports/900001/2026-full/", "areas/", "areas/eastmere/2025/"):
        answer = getattr(Client(), method)(f"/api/v1/{path}")
        assert answer.status_code == 405
        assert answer["Content-Type"] == "application/problem+json"


def test_anybody_may_keep_a_copy_for_a_minute_and_nobody_gets_a_cookie(area):
    for path in ("reports/", "reports/900001/2026-full/", "areas/", "areas/eastmere/2025/", "schema/", "docs/"):
        answer = Client().get(f"/api/v1/{path}")
        assert answer["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies
    assert "no-store" in Client().get("/api/v1/nothing/")["Cache-Control"]


def test_a_list_takes_one_query_whatever_its_length(area):
    def statements(**asked):
        with CaptureQueriesContext(connections["site"]) as found:
            get("reports/", **asked)
        return [row["sql"] for row in found if row["sql"].startswith("SELECT") and "set_config" not in row["sql"]]

    assert len(statements()) == len(statements(urn=900001)) == 1


def test_the_description_is_valid_openapi_without_a_warning():
    GENERATOR_STATS.reset()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS  # what spectacular --fail-on-warn looks at
    validate_schema(schema)
    assert set(schema["paths"]) == {
        "/api/v1/reports/", "/api/v1/reports/{urn}/{year}-{kind}/", "/api/v1/areas/",
        "/api/v1/areas/{partnership}/{year}/",
    }  # fmt: skip
    assert all(set(methods) == {"get"} for methods in schema["paths"].values())


def test_the_description_names_exactly_the_fields_of_the_answers(area):
    schemas = Client().get("/api/v1/schema/").json()["components"]["schemas"]
    found = {
        "PublishedReport": get("reports/")["results"][0],
        "PublishedReportDetails": get("reports/900001/2026-full/"),
        "Summary": get("reports/900001/2026-full/")["summary"],
        "ReportFile": get("reports/900001/2026-full/")["files"][0],
        "AreaSummaryLine": get("areas/")["results"][0],
        "AreaSummaryDetails": get("areas/eastmere/2025/"),
        "Problem": get("reports/", 400, yaer="1"),
    }
    for name, answer in found.items():
        assert set(schemas[name]["properties"]) == set(answer), name


def test_the_page_for_people_lists_every_address(area):
    words = Client().get("/api/v1/docs/").content.decode()
    for path in ("/api/v1/reports/", "/api/v1/areas/{partnership}/{year}/", "withdrawn_because", "csv_sha256"):
        assert path in words
    assert Client().get("/api/v1/").headers["Location"] == "/api/v1/docs/"


def test_figures_that_do_not_have_their_hash_are_not_served(area):
    assert Client(raise_request_exception=False).get("/areas/eastmere/2025.csv").status_code == 500
    assert Client().get("/areas/eastmere/2025/").status_code == 200


def test_every_parameter_and_field_is_explained():
    rows = [(one.path, row) for one in endpoints() for row in (*one.parameters, *one.fields)]
    assert len(rows) > 30
    assert [(path, name) for path, (name, _kind, meaning) in rows if not meaning] == []


def test_every_public_view_says_why_anybody_may_see_it():
    names = {"parents", "areas", "api"}
    found = [
        pattern
        for included in get_resolver().url_patterns
        if getattr(included, "app_name", None) in names
        for pattern in included.url_patterns
    ]
    assert len(found) > 20
    assert [str(one.pattern) for one in found if not getattr(one.callback, "public_because", "")] == []
