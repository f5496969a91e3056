"""The pages of bands: list, one return, decision, queue, first page, and the school’s words."""

import re
from datetime import date

import pytest
from django.utils import timezone

from audits.triage.models import TriageBand
from tests.audits import moderating, review_stage
from tests.audits.chase_stage import said
from tests.triage import stage

ROOT = "/p/eastmere/triage/"


@pytest.fixture
def lead(cast):
    """The lead's browser, and a return whose lowest answers are critical: the rules propose “enhanced”."""
    stage.submitted(cast)
    return cast.client("lead")


def test_the_list_names_the_band_the_reasons_and_what_is_next(cast, lead):
    words = said(lead.get(ROOT))
    assert "1 school by name" in words
    assert "Alder Lane Primary School Enhanced Proposed" in words
    assert "The school itself calls a critical indicator not in place." in words
    assert "Telephone the school and offer support by" in words
    assert "No band is here" in said(lead.get(ROOT, {"band": "priority"}))
    assert "1 school by name" in said(lead.get(ROOT, {"state": "proposed", "q": "alder"}))
    assert lead.get(ROOT, {"cycle": 987654}).status_code == 404
    assert "score" not in words.replace("no score", "")


def test_several_proposals_are_confirmed_at_once_and_one_that_changed_is_left(cast, lead):
    stage.submitted(cast, cast.next_door_audit, "next_door_dsl")
    page = lead.get(ROOT).content.decode()
    chosen = re.findall(r'name="chosen" type="checkbox" value="([0-9-]+)"', page)
    assert len(chosen) == 2
    stage.read(cast, cast.next_door_audit, "rules:1")
    words = said(lead.post(f"{ROOT}confirm/", {"chosen": [*chosen, "1-2-3", "x"]}, follow=True))
    assert "1 band confirmed." in words
    assert "1 band left as before" in words
    assert "1 school by name" in words
    assert "Tick the proposals" in said(lead.post(f"{ROOT}confirm/", {}, follow=True))
    assert "It stands" not in said(cast.client("analyst").get(ROOT))
    assert cast.client("analyst").post(f"{ROOT}confirm/", {"chosen": chosen}).status_code == 403


def test_one_return_shows_what_speaks_what_is_silent_and_what_cannot_be_seen(cast, lead):
    words = said(lead.get(f"{ROOT}returns/{cast.audit.pk}/"))
    assert "Alder Lane Primary School: enhanced" in words
    assert "At your limit." in words or "Well above your limit." in words
    assert "Voice surveys are not collected yet." in words
    assert "Nothing has been asked of this school yet." in words
    assert "Data from outside this portal is not collected yet." in words
    assert "nothing to compare with" in words
    assert "The return came in time." in words
    assert "Nobody of the partnership has visited yet." in words


def test_a_journey_confirm_then_change_with_a_reason_then_the_school_reads_what_follows(cast, lead):
    address, head = f"{ROOT}returns/{cast.audit.pk}/", cast.client("head")
    read = stage.band_of(cast, cast.audit).reading_id
    assert "What the partnership does next" not in said(head.get("/s/900001/audit/"))
    words = said(lead.post(f"{address}confirm/", {"read": read}, follow=True))
    assert "The band is confirmed." in words
    assert "Enhanced, confirmed , Lead" in words
    assert "Confirm “enhanced”" not in words
    told = said(head.get("/s/900001/audit/"))
    assert "Somebody telephones your head to offer support by" in told
    assert "nhanced" not in told
    assert "critical" not in told.partition("What the partnership does next")[2].partition("</div>")[0][:300]
    wrong = lead.post(f"{address}override/", {"read": read, "band": "priority", "reason": ""})
    assert (wrong.status_code, "There is a problem" in said(wrong)) == (422, True)
    same = lead.post(f"{address}override/", {"read": read, "band": "enhanced", "reason": "I typed this."})
    assert same.status_code == 409
    assert "I typed this." in said(same)
    assert "The band is enhanced already" in said(same)
    names = {"read": read, "band": "priority", "reason": "Case of pupil H801200001001"}
    assert lead.post(f"{address}override/", names).status_code == 422
    done = said(lead.post(f"{address}override/", names | {"reason": "A governor called."}, follow=True))
    assert "The band is changed." in done
    assert "Enhanced to priority , Lead" in done
    assert "A governor called." in done
    assert "A person named to you gets in touch with your head by" in said(head.get("/s/900001/audit/"))
    review_stage.hand_in(cast, review_stage.claim(cast, cast.audit), read_once=False)
    moderating.read_again(cast)  # priority: read twice
    review_stage.draft(cast, cast.audit)
    review_stage.issue(cast, cast.audit)
    assert "What the partnership does next" not in said(head.get("/s/900001/audit/"))  # the letter says it now


def test_a_contributor_and_a_conflicted_lead_see_nothing_of_it(cast, lead):
    stage.confirm(cast, cast.audit)
    assert "What the partnership does next" not in said(cast.client("contributor").get("/s/900001/audit/"))
    with cast.as_("contributor"):
        assert TriageBand.objects.values_list("band", flat=True).count() == 0
    cast.declare("lead", cast.here, conflict=True)
    words = said(lead.get(ROOT))
    assert "Alder Lane" not in words
    assert "1 school with which you declared a conflict of interest is left out" in words
    answer = lead.get(f"{ROOT}returns/{cast.audit.pk}/")
    assert answer.status_code == 403
    assert "conflict" in said(answer)
    queue = said(lead.get("/p/eastmere/reviews/"))
    assert "Enhanced" not in queue.partition("Days to feedback")[2]


def test_who_sees_and_who_decides(cast, lead):
    address = f"{ROOT}returns/{cast.audit.pk}/"
    for who in ("administrator", "reviewer", "visitor", "publisher", "analyst", "scrutineer"):
        words = said(cast.client(who).get(address))
        assert "An LSCP lead decides." in words
        assert cast.client(who).post(f"{address}confirm/", {"read": 1}).status_code == 403
    assert cast.client("head").get(address).status_code == 404
    assert cast.client("elsewhere_lead").get(address).status_code == 404


def test_no_band_yet_is_said(cast):
    words = said(cast.client("lead").get(f"{ROOT}returns/{cast.audit.pk}/"))
    assert "There is no band yet" in words
    assert "Bands come with the first returns" not in words


def test_copied_texts_stand_beside_each_other(cast):
    for audit, who in ((cast.next_door_audit, "next_door_dsl"), (cast.audit, "dsl")):
        stage.submit(cast, audit, who)
        stage.say(cast, audit, dict.fromkeys(("LG1", "CU1"), stage.LONG), who)
        stage.read(cast, audit)
    words = said(cast.client("lead").get(f"{ROOT}returns/{cast.audit.pk}/"))
    assert "CU1 and LG1, 100 of 100 alike" in words
    assert "of Beacon Hill Academy, 100 of 100 alike" in words
    assert words.count("Each member of staff signs that part one was read") >= 4
    assert "That says nothing of who wrote it first." in words
    cast.declare("lead", cast.next_door, conflict=True)
    words = said(cast.client("lead").get(f"{ROOT}returns/{cast.audit.pk}/"))
    assert "Beacon Hill" not in words
    assert "You declared a conflict of interest with that school" in words
    assert "CU1 and LG1, 100 of 100 alike" in words


def test_the_queue_shows_bands_and_finds_by_them(cast, lead):
    words = said(lead.get("/p/eastmere/reviews/", {"state": "all"}))
    assert "Enhanced (proposed)" in words
    assert "Alder Lane" in said(lead.get("/p/eastmere/reviews/", {"state": "all", "band": "enhanced"}))
    assert "No return is here" in said(lead.get("/p/eastmere/reviews/", {"state": "all", "band": "light"}))
    stage.confirm(cast, cast.audit)
    assert "Enhanced :" in said(lead.get("/p/eastmere/reviews/", {"state": "all"})).replace("Enhanced:", "Enhanced :")


def test_the_first_page_counts_bands_to_decide(cast, lead):
    assert "1 band to decide" in said(lead.get("/p/eastmere/"))


def test_the_stage_counts_from_its_own_day(cast, lead):
    assert stage.band_of(cast, cast.audit).since == timezone.localdate()
    assert date(2026, 11, 26) == stage.TODAY
