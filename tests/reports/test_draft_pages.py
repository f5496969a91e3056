"""Reports in the browser: the whole road by pages, wrong input, foreign rows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lscp_portal.trail.models import Event
from reports.drafting.models import Correction, Report
from reports.drafting.school_actions import answer_report
from tests.audits import review_stage
from tests.reports import report_stage as stage

LIST = "/p/eastmere/reports/"
SCHOOL = "/s/900001/reports/"


def state(cast):
    with cast.as_("lead"):
        return Report.objects.get().state


def test_the_whole_road_by_pages(cast):
    review_stage.audit_at(cast, "acknowledged")
    lead, head, publisher = cast.client("lead"), cast.client("head"), cast.client("publisher")
    assert f"{LIST}start/{cast.audit.pk}/" in lead.get(LIST).content.decode()
    assert lead.get(f"{LIST}start/{cast.audit.pk}/").status_code == 200
    written = lead.post(f"{LIST}start/{cast.audit.pk}/", follow=True)
    assert b"The report is drafted from the record" in written.content
    with cast.as_("lead"):
        report_id = Report.objects.get().pk
    page = f"{LIST}{report_id}/"
    words = {"summary": "Half a page.", "strengths": "- Records", "improvements": "- Training", "next_steps": "A plan."}
    assert lead.post(f"{page}words/", words).status_code == 302
    assert b"Half a page." in lead.get(f"{page}preview/").content
    assert head.get(f"{SCHOOL}{report_id}/").status_code == 404
    assert lead.post(f"{page}send/").status_code == 302
    assert b"Half a page." in head.get(f"{SCHOOL}{report_id}/").content
    assert head.post(f"{SCHOOL}{report_id}/corrections/", {"text": "It was in May."}).status_code == 302
    assert head.post(f"{SCHOOL}{report_id}/answer/", {"comment": "Thank you for the visit."}).status_code == 302
    assert publisher.post(f"{page}approve/").status_code == 409
    with cast.as_("lead"):
        correction_id = Correction.objects.get().pk
    reply = f"{LIST}corrections/{correction_id}/"
    assert lead.post(reply, {"accepted": "yes", "reply": "Put right."}).status_code == 302
    assert b"Put right." in head.get(f"{SCHOOL}{report_id}/").content
    assert b"Approve the report" not in lead.get(page).content
    assert publisher.post(f"{page}approve/").status_code == 302
    assert b"are being made" in publisher.get(page).content
    assert publisher.post(f"{page}publish/").status_code == 409
    with cast.as_("lead"):
        report = Report.objects.get()
    stage.store(cast, report)
    assert b"Thank you for the visit." in publisher.get(f"{page}page/").content
    pdf = publisher.get(f"{page}report.pdf")
    assert (pdf.content, pdf["Content-Type"]) == (stage.PDF, "application/pdf")
    assert publisher.post(f"{page}publish/").status_code == 302
    assert b"/reports/900001/2026-full/" in head.get(f"{SCHOOL}{report_id}/").content
    assert lead.post(f"{page}withdraw/", {"reason": ""}).status_code == 422
    assert lead.post(f"{page}withdraw/", {"reason": "fact_wrong"}).status_code == 302
    assert state(cast) == "withdrawn"
    assert b"A fact in it was wrong" in head.get(f"{SCHOOL}{report_id}/").content


def test_wrong_words_are_422_and_kept(cast):
    report = stage.report_at(cast, "draft")
    typed = {"summary": "word " * 251, "strengths": "", "improvements": "Kept as typed.", "next_steps": "A plan."}
    answer = cast.client("lead").post(f"{LIST}{report.pk}/words/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "must be 250 words or fewer. You have 251" in page
    assert "Enter what works well" in page
    assert "Kept as typed." in page


def test_a_comment_that_points_at_a_child_is_not_kept(cast):
    report = stage.report_at(cast, "accuracy_check")
    answer = cast.client("head").post(f"{SCHOOL}{report.pk}/answer/", {"comment": "NHS number 943 476 5919 again."})
    assert answer.status_code == 422
    assert b"looks like an NHS number" in answer.content
    assert state(cast) == "accuracy_check"


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("publisher", "send/"),
        ("reviewer", "send/"),
        ("lead", "approve/"),
        ("lead", "publish/"),
        ("administrator", "withdraw/"),
        ("publisher", "go-on/"),
    ],
)
def test_the_wrong_role_gets_403(cast, who, address):
    report = stage.report_at(cast, "answered")
    assert cast.client(who).post(f"{LIST}{report.pk}/{address}").status_code == 403


@pytest.mark.parametrize("who", ["dsl", "deputy_dsl", "link_governor"])
def test_others_at_the_school_read_and_do_not_answer(cast, who):
    report = stage.report_at(cast, "accuracy_check")
    client = cast.client(who)
    page = client.get(f"{SCHOOL}{report.pk}/")
    assert page.status_code == 200
    assert b"Comment and send your answer" not in page.content
    assert client.post(f"{SCHOOL}{report.pk}/answer/", {"comment": ""}).status_code == 403
    assert client.post(f"{SCHOOL}{report.pk}/corrections/", {"text": "x"}).status_code == 403


def test_foreign_reports_are_not_there(cast):
    report = stage.report_at(cast, "published")
    tails = ("", "preview/", "page/", "report.pdf", "words/")
    lead = cast.client("elsewhere_lead")
    assert {lead.get(f"/p/harrowfold/reports/{report.pk}/{tail}").status_code for tail in tails} == {404}
    head = cast.client("next_door_head")
    assert head.get(f"/s/900002/reports/{report.pk}/").status_code == 404
    assert head.post(f"/s/900002/reports/{report.pk}/answer/", {"comment": ""}).status_code == 404
    assert cast.client("head").get(LIST).status_code == 404


def test_bytes_that_are_not_there_yet_are_404(cast):
    report = stage.report_at(cast, "approved")
    publisher = cast.client("publisher")
    assert publisher.get(f"{LIST}{report.pk}/page/").status_code == 404
    assert publisher.get(f"{LIST}{report.pk}/report.pdf").status_code == 404


def test_staff_in_conflict_see_neither_row_nor_report(cast):
    report = stage.report_at(cast, "answered")
    cast.declare("reviewer", cast.here, conflict=True)
    reviewer = cast.client("reviewer")
    assert reviewer.get(f"{LIST}{report.pk}/").status_code == 403
    assert b"Alder Lane" not in reviewer.get(LIST).content


def test_pages_need_few_questions(cast):
    report = stage.report_at(cast, "published")
    publisher = cast.client("publisher")
    for address, most in ((LIST, 12), (f"{LIST}{report.pk}/", 16)):
        publisher.get(address)
        with CaptureQueriesContext(connection) as asked:
            publisher.get(address)
        assert len(asked) <= most, address


def test_whoever_sends_approves_and_publishes_says_that_it_is_about_no_child(cast):
    report = stage.report_at(cast, "draft")
    with cast.as_("lead"):
        Report.objects.update(summary="The visit team met families near ZE1 9ZZ.")
    lead, page = cast.client("lead"), f"{LIST}{report.pk}/"
    shown = lead.get(page).content.decode()
    assert "In the summary for parents: <strong>“ZE1 9ZZ”</strong> This looks like a postcode." in shown
    tick = re.search(r'name="no_child" value="([0-9a-f]{64})"', shown)[1]
    refused = lead.post(f"{page}send/")
    assert refused.status_code == 409
    assert "Or tick that it is about no child" in refused.content.decode()
    assert state(cast) == "draft"
    assert lead.post(f"{page}send/", {"no_child": tick}).status_code == 302
    with cast.as_("lead"):
        assert Event.objects.get(kind="report.sent").facts["confirmed"] == {"postcode": 1}
    stage.step(cast, "head", answer_report, comment="Thank you.", report_id=report.pk)
    publisher = cast.client("publisher")
    assert publisher.post(f"{page}approve/").status_code == 409
    assert publisher.post(f"{page}approve/", {"no_child": tick}).status_code == 302
    stage.store(cast, report)
    assert publisher.post(f"{page}publish/").status_code == 409
    assert publisher.post(f"{page}publish/", {"no_child": tick}).status_code == 302
    assert state(cast) == "published"


def test_a_tick_for_other_words_does_not_count(cast):
    report = stage.report_at(cast, "draft")
    with cast.as_("lead"):
        Report.objects.update(summary="Near ZE1 9ZZ.")
    lead, page = cast.client("lead"), f"{LIST}{report.pk}/"
    tick = re.search(r'name="no_child" value="([0-9a-f]{64})"', lead.get(page).content.decode())[1]
    with cast.as_("lead"):
        Report.objects.update(summary="Near ZE2 9ZZ.")
    assert lead.post(f"{page}send/", {"no_child": tick}).status_code == 409


def test_the_schools_own_people_in_a_report_are_not_asked_about(cast):
    report = stage.report_at(cast, "draft")
    with cast.as_("lead"):
        Report.objects.update(summary=f"Write to {cast.people['head'].email}, {cast.here.postcode}.")
    assert 'name="no_child"' not in cast.client("lead").get(f"{LIST}{report.pk}/").content.decode()
    assert cast.client("lead").post(f"{LIST}{report.pk}/send/").status_code == 302
