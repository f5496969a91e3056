"""Improvements in a browser without JavaScript: both sides' pages, what they say, and how many statements they take."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.improvement.models import Improvement
from tests.audits import improving
from tests.audits import review_stage as stage

SCHOOL, AREA = "/s/900001/improving/", "/p/eastmere/improving/"
BOOKKEEPING = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK)")
MANY = 200


def parts(day: date) -> dict[str, int]:
    return {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}


def statements(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum(not BOOKKEEPING.match(query["sql"]) for query in captured.captured_queries)


def words(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_from_the_letter_to_a_verified_improvement_by_the_pages(cast):
    work = improving.asked_for(cast, "LG2")
    dsl, deputy, governor = (cast.client(who) for who in ("dsl", "deputy_dsl", "link_governor"))
    letter = words(dsl, f"/s/900001/feedback/{cast.audit.pk}/")
    here = f"{SCHOOL}{work.pk}/"
    assert here in letter
    assert "Name a deputy for the lead." in words(dsl, SCHOOL)
    assert "Say who does it, and by when" in words(dsl, here)
    owner = {"owner": cast.people["deputy_dsl"].pk, "owner_words": "", "later_why": ""}
    later = dsl.post(f"{here}agree/", owner | parts(work.due_on + timedelta(days=9)))
    assert later.status_code == 422
    assert "Say why it takes longer" in later.content.decode()
    assert dsl.post(f"{here}agree/", owner | parts(work.due_on)).status_code == 302
    assert deputy.post(f"{here}start/").status_code == 302
    assert deputy.post(f"{here}start/").status_code == 409
    assert deputy.post(f"{here}done/", {"words": ""}).status_code == 422
    assert deputy.post(f"{here}done/", {"words": improving.SHOWN}).status_code == 302
    assert "You owned this or said it was done" in words(deputy, here)
    assert deputy.post(f"{here}verify/", {"words": "Seen."}).status_code == 403
    assert improving.SHOWN in words(governor, f"{here}verify/")
    assert governor.post(f"{here}send-back/", {"words": "The log stops in May."}).status_code == 302
    assert "The log stops in May." in words(deputy, here)
    assert deputy.post(f"{here}done/", {"words": improving.SHOWN}).status_code == 302
    assert governor.post(f"{here}verify/", {"words": improving.SEEN}).status_code == 302
    page = words(dsl, here)
    assert improving.SEEN in page
    assert "link governor" in page
    assert "There is none of this kind" in words(dsl, f"{SCHOOL}?show=late")
    assert "Done and verified (1)" in words(dsl, f"{SCHOOL}?show=done").replace("<strong>", "")


def test_the_own_plan_is_added_and_withdrawn_by_the_head(cast):
    head, dsl = cast.client("head"), cast.client("dsl")
    sent = {"what": "Put the card at the gate.", "indicator": "", "owner": "", "owner_words": "Site manager"}
    assert "Nothing is on the list yet" in words(head, SCHOOL)
    assert head.post(f"{SCHOOL}add/", sent | parts(improving.in_days(-2))).status_code == 422
    assert head.post(f"{SCHOOL}add/", {**sent, "what": ""} | parts(improving.in_days(9))).status_code == 422
    assert head.post(f"{SCHOOL}add/", {**sent, "owner_words": ""} | parts(improving.in_days(9))).status_code == 422
    assert head.post(f"{SCHOOL}add/", sent | parts(improving.in_days(9))).status_code == 302
    with cast.as_("dsl"):
        work = Improvement.objects.get()
    assert "Site manager" in words(dsl, SCHOOL)
    assert dsl.get(f"{SCHOOL}{work.pk}/withdraw/").status_code == 403
    assert head.post(f"{SCHOOL}{work.pk}/withdraw/", {"words": "We moved."}).status_code == 302
    assert "We moved." in words(dsl, f"{SCHOOL}{work.pk}/")
    assert cast.client("chair").get(f"{SCHOOL}add/").status_code == 403


def test_a_child_s_details_are_refused_in_every_box(cast):
    work = improving.own(cast, owner="deputy_dsl")
    told = "Date of birth 03/04/2015, pupil J.S. in Year 4"
    deputy, here = cast.client("deputy_dsl"), f"{SCHOOL}{work.pk}/"
    assert deputy.post(f"{here}done/", {"words": told}).status_code == 422
    sent = {"what": told, "indicator": "", "owner": "", "owner_words": "Site manager"}
    assert deputy.post(f"{SCHOOL}add/", sent | parts(improving.in_days(9))).status_code == 422


def test_a_reviewer_declares_looks_and_verifies_what_is_critical(cast):
    work = improving.own(cast, owner="deputy_dsl", code="LG1")
    improving.brought_to(cast, work, "said_done")
    reviewer, here = cast.client("reviewer"), f"{AREA}{work.pk}/"
    listed = words(reviewer, AREA)
    assert "Put the card at the gate." in listed
    assert "To verify (1)" in listed.replace("<strong>", "")
    assert f"/p/eastmere/reviews/interests/{cast.here.pk}/" in words(reviewer, here)
    assert reviewer.post(f"{here}verify/", {"words": "Seen."}).status_code == 403
    cast.declare("reviewer", cast.here)
    assert "Verify that it is done" in words(reviewer, here)
    assert "a reviewer of the partnership verifies it" in words(cast.client("chair"), f"{SCHOOL}{work.pk}/")
    assert reviewer.post(f"{here}verify/", {"words": improving.SEEN}).status_code == 302
    seen = words(cast.client("dsl"), f"{SCHOOL}{work.pk}/")
    assert "The partnership (reviewer)" in seen
    assert cast.people["reviewer"].full_name + " (" not in seen
    assert cast.client("analyst").post(f"{here}verify/", {"words": "x"}).status_code == 403


def test_the_partnership_s_lists_leave_out_schools_in_conflict(cast):
    improving.own(cast)
    cast.declare("reviewer", cast.here, conflict=True)
    reviewer = cast.client("reviewer")
    assert "Put the card" not in words(reviewer, f"{AREA}?show=open")
    assert "Put the card" not in words(reviewer, f"{AREA}csv/?show=open")
    assert reviewer.get(f"{AREA}schools/{cast.here.pk}/").status_code == 403
    lead = cast.client("lead")
    assert "Put the card" in words(lead, f"{AREA}schools/{cast.here.pk}/")
    file = lead.get(f"{AREA}csv/?show=open")
    assert file["Content-Type"].startswith("text/csv")
    head, line = file.content.decode("utf-8-sig").splitlines()
    assert head.startswith("urn,school,what,indicator")
    assert line.startswith("900001,Alder Lane Primary School,Put the card at the gate.")
    assert cast.client("dsl").get(AREA).status_code in {403, 404}


def test_the_lead_withdraws_what_was_asked(cast):
    work = improving.asked_for(cast, "LG2")
    lead = cast.client("lead")
    assert lead.post(f"{AREA}{work.pk}/withdraw/", {"words": "The school closes."}).status_code == 302
    assert "The school closes." in words(cast.client("dsl"), f"{SCHOOL}{work.pk}/")
    assert lead.post(f"/p/eastmere/feedback/{cast.audit.pk}/close/").status_code == 302


@pytest.mark.parametrize(
    "address", [SCHOOL, f"{AREA}?show=open", f"{AREA}?show=open&start=100", f"{AREA}csv/?show=open"]
)
def test_two_hundred_improvements_cost_no_more_statements_than_two(cast, address):
    client = cast.client("dsl" if address == SCHOOL else "lead")
    improving.own(cast)
    improving.own(cast)
    before = statements(client, address.replace("&start=100", ""))
    with cast.as_("dsl"):
        Improvement.objects.bulk_create(
            Improvement(
                source="own", what=f"Thing {number}.", due_on=timezone.localdate(), created_by_id=1, **cast.audit.owner
            )
            for number in range(MANY)
        )
    assert statements(client, address) <= before <= 16


def test_the_page_of_one_has_its_budget(cast):
    stage.audit_at(cast, "acknowledged")
    with cast.as_("dsl"):
        work = Improvement.objects.get()
    improving.brought_to(cast, work, "said_done")
    assert statements(cast.client("dsl"), f"{SCHOOL}{work.pk}/") <= 18
    assert statements(cast.client("lead"), f"{AREA}{work.pk}/") <= 18
