"""The partnership's page of its year, from the first count to the published file."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from reports.areas.models import AreaSummary
from reports.areas.queries import area_page
from tests.people import make_audit
from tests.reports.area_stage import answer_formally, many_schools, read, to_state

LIVE = "/p/eastmere/area/"
FREEZE = "/p/eastmere/area/2026/freeze/"


def work_through(cast, count, *, first_urn):
    """`count` more schools: two thirds read and answered in time, the rest sent in only."""
    schools = many_schools(cast.partnership, count, first_urn=first_urn)
    with cast.as_("lead"):
        for place, school in enumerate(schools):
            audit = make_audit(cast.cycle, school)
            done = place % 3 > 0
            to_state(audit, "feedback_issued" if done else "submitted", on=date(2026, 10, 1))
            if done:
                read(audit, "secure" if place % 2 else "partly")
                answer_formally(audit, date(2026, 10, 20))


@pytest.fixture
def worked(cast):
    work_through(cast, 30, first_urn=910000)
    return cast


def test_the_live_page_says_what_happened_so_far_and_hides_small_numbers(worked):
    answer = worked.client("scrutineer").get(LIVE)
    words = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert "Area summary 2026 to 2027" in words
    assert "30 of 32 audits (94%) were signed by three people and sent in." in words
    assert (
        "20 of 30 schools that sent one in (67%) have had formal feedback, 20 of them within 30 working days." in words
    )
    assert "10 schools wait for feedback today" in words
    assert "Freeze" not in words
    table = answer.context["page"].figures.places[0].results
    assert table[0][1:] == ("0 (0%)", "10 (50%)", "10 (50%)", "0 (0%)", "20")


def test_the_file_says_the_same_as_the_page(worked):
    client = worked.client("analyst")
    page = client.get(LIVE).context["page"].figures
    answer = client.get("/p/eastmere/area/2026/figures.csv")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Disposition"] == 'attachment; filename="area-summary-eastmere-202627.csv"'
    assert {line["measure"]: int(line["count"]) for line in lines if line["measure"] in page.totals} == page.totals
    assert client.get("/p/eastmere/area/2026/figures.meta.csv").content.startswith(b'"col_name"')


def test_the_number_of_statements_does_not_grow_with_the_schools(worked):
    def statements():
        actor = worked.actor("analyst")
        with worked.as_("analyst"), CaptureQueriesContext(connection) as found:
            area_page(actor=actor, year=2026)
        return len(found)

    few = statements()
    work_through(worked, 60, first_urn=920000)
    assert statements() == few <= 15


def test_only_analyst_and_lead_are_offered_to_freeze_and_others_are_refused(cast):
    for who, status in (("analyst", 200), ("lead", 200), ("publisher", 403), ("reviewer", 403), ("administrator", 403)):
        client = cast.client(who)
        assert client.get(FREEZE).status_code == status
        assert (b"Freeze the figures" in client.get(LIVE).content) is (status == 200)
    assert cast.client("head").get(LIVE).status_code == 404
    assert cast.client("elsewhere_lead").get(LIVE).status_code == 404


def test_freezing_is_confirmed_first_and_done_once(cast):
    client = cast.client("analyst")
    refused = client.post(FREEZE, {})
    assert refused.status_code == 422
    assert "Confirm that you have read the figures" in refused.content.decode()
    assert client.post(FREEZE, {"is_final": "on"}).status_code == 302
    assert "frozen on" in client.get(LIVE).content.decode()
    again = client.post(FREEZE, {"is_final": "on"})
    assert again.status_code == 409
    assert "frozen already" in again.content.decode()


def test_frozen_figures_stay_while_work_goes_on(worked):
    client = worked.client("analyst")
    client.post(FREEZE, {"is_final": "on"})
    before = client.get("/p/eastmere/area/2026/figures.csv").content
    work_through(worked, 5, first_urn=930000)
    assert client.get("/p/eastmere/area/2026/figures.csv").content == before


def test_who_froze_may_not_publish_and_somebody_else_may(cast):
    cast.client("lead").post(FREEZE, {"is_final": "on"})
    with cast.as_("lead"):
        publish = f"/p/eastmere/area/summaries/{AreaSummary.objects.get().pk}/publish/"
    assert cast.client("lead").get(publish).status_code == 403
    assert cast.client("elsewhere_publisher").get(publish).status_code == 404
    publisher = cast.client("publisher")
    assert publish in publisher.get(LIVE).content.decode()
    assert publisher.post(publish, {}).status_code == 422
    assert publisher.post(publish, {"is_read": "on"}).status_code == 302
    assert publisher.post(publish, {"is_read": "on"}).status_code == 409
    assert "published them on" in publisher.get(LIVE).content.decode()


@pytest.mark.parametrize(
    "path", ["/p/eastmere/area/1999/", "/p/eastmere/area/1999/figures.csv", "/p/eastmere/area/99999999999/"]
)
def test_a_year_without_a_cycle_is_404(cast, path):
    assert cast.client("lead").get(path).status_code == 404


def test_a_school_with_two_audits_in_a_year_counts_once(cast):
    with cast.as_("lead"):
        extra = Cycle.objects.create(
            tenant=cast.partnership, framework=cast.framework, name="A closer look", year=2026, mode="deep_dive",
            section_codes=["LG"], opens_on=date(2026, 9, 14), due_on=date(2026, 12, 1),
        )  # fmt: skip
        Cycle.objects.filter(pk=extra.pk).update(state="open", opened_at="2026-09-14T08:00Z", opened_by_id=1)
        to_state(make_audit(Cycle.objects.get(pk=extra.pk), cast.here), "submitted", on=date(2026, 10, 1))
        assert Audit.objects.count() == 3
    assert cast.client("lead").get(LIVE).context["page"].figures.totals["audits_open"] == 2


@pytest.fixture
def published(committed_cast):
    """The whole road, with real commits: worked, frozen, published."""
    work_through(committed_cast, 30, first_urn=910000)
    committed_cast.client("analyst").post(FREEZE, {"is_final": "on"})
    with committed_cast.as_("lead"):
        key = AreaSummary.objects.get().pk
    return committed_cast, f"/p/eastmere/area/summaries/{key}/publish/"


def test_the_public_sees_a_summary_once_it_is_published_and_page_file_and_interface_agree(published):
    cast, publish = published
    anybody = Client()
    files = [f"/areas/eastmere/2026.{ending}" for ending in ("csv", "meta.csv", "json")]
    paths = ["/areas/eastmere/2026/", *files, "/api/v1/areas/eastmere/2026/"]
    assert [anybody.get(path).status_code for path in paths] == [404] * 5
    assert "No figures published yet" in anybody.get("/areas/").content.decode()
    cast.client("lead").post(publish, {"is_read": "on"})
    page, file, meta, found, api = (anybody.get(path) for path in paths)
    assert [answer.status_code for answer in (page, file, meta, found, api)] == [200] * 5
    lines = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert file.content == cast.client("analyst").get("/p/eastmere/area/2026/figures.csv").content
    for rows in (found.json()["rows"], api.json()["rows"]):
        assert [{name: str(value) for name, value in row.items()} for row in rows] == lines
    shown = [cells[1].split(" (")[0] for cells in page.context["figures"].places[0].activity]
    assert shown == [line["count"] for line in lines if line["measure"] in page.context["figures"].totals]
    assert file["ETag"] == f'"{api.json()["csv_sha256"]}"'
    assert anybody.get(paths[1], headers={"If-None-Match": file["ETag"]}).status_code == 304
    assert "How these figures are made" in page.content.decode()
    assert "Figures of 2026 to 2027" in anybody.get("/areas/eastmere/").content.decode()
    assert all(
        "Set-Cookie" not in answer and "Cookie" not in answer.get("Vary", "") for answer in (page, file, found, api)
    )
