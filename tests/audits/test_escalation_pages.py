"""A case in a browser without JavaScript: what each page says, and how many statements it takes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audits.escalation.models import CaseStep, PoorQualityCase
from tests.audits import asking, correcting, insisting
from tests.audits import review_stage as stage
from tests.audits.test_clarification_pages import statements

AREA, SCHOOL = "/p/eastmere/poor-returns/", "/s/900001/"
LETTER = {"missing": insisting.MISSING, "support": insisting.SUPPORT, "codes": "LG2, lg1", "version": 1}
STEP = {
    "addressee": "authority",
    "organisation": "Eastmere Council",
    "reason": "The return was not mended in twenty working days.",
    "shared": "That the return could not be answered as it stood.",
}


def words(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_lead_looks_writes_and_finds_the_case(cast):
    asking.being_read(cast)
    client, place = cast.client("lead"), f"{AREA}of/{cast.audit.pk}/"
    page = words(client, place)
    assert "Not found" in page
    assert "Not met" not in page  # a reader takes “not met” for a fault
    for said in ("Not collected yet", "Cannot be told yet", "Write to chair and head", "the feedback clock is stopped"):
        assert said in page
    wrong = client.post(place, {**LETTER, "codes": "ZZ9"})
    assert (wrong.status_code, "Not asked in this audit: ZZ9" in wrong.content.decode()) == (409, True)
    empty = client.post(place, {**LETTER, "support": ""})
    assert (empty.status_code, "Name who helps the school" in empty.content.decode()) == (422, True)
    done = client.post(place, LETTER, follow=True).content.decode()
    assert "The letter is with chair and head." in done
    for said in ("With the school until", "Being corrected: LG2, LG1", "None. The school comes first", "Stop the case"):
        assert said in done
    assert "The school has until" in done  # why it cannot be taken further yet
    assert "Alder Lane" in words(client, AREA)
    assert "A case about this return is open" in words(client, place)


def test_a_childs_number_is_stopped_and_nothing_typed_is_lost(cast):
    asking.being_read(cast)
    typed = "Was it about the child with NHS number 943 476 5919?"
    answer = cast.client("lead").post(f"{AREA}of/{cast.audit.pk}/", {**LETTER, "missing": typed})
    assert (answer.status_code, "943 476 5919" in answer.content.decode()) == (422, True)
    with cast.as_("lead"):
        assert not PoorQualityCase.objects.exists()


@pytest.mark.parametrize("who", ["head", "chair", "dsl", "deputy_dsl"])
def test_the_school_reads_the_letter_and_what_to_do(cast, who):
    case = insisting.started(cast)
    page = words(cast.client(who), f"{SCHOOL}audit/poor-return/{case.pk}/")
    for said in (insisting.MISSING, insisting.SUPPORT, f"{case.due_on:%-d %B %Y}"):
        assert said in page
    stopped = "the clock for the partnership’s feedback is stopped until you have signed again"
    assert stopped in page
    assert "Read the letter" in words(cast.client(who), SCHOOL)


@pytest.mark.parametrize(("who", "status"), [("contributor", 404), ("link_governor", 403), ("next_door_head", 404)])
def test_who_does_not_read_the_letter(cast, who, status):
    case = insisting.started(cast)
    urn = 900002 if who.startswith("next_door") else 900001
    assert cast.client(who).get(f"/s/{urn}/audit/poor-return/{case.pk}/").status_code == status


def test_the_page_of_the_correction_leads_to_the_letter_and_offers_no_end(cast):
    case = insisting.started(cast)
    page = words(cast.client("dsl"), f"{SCHOOL}audit/correction/")
    assert f"{SCHOOL}audit/poor-return/{case.pk}/" in page
    assert "End the correction" not in page


def test_signed_again_the_lead_sees_both_and_resolves(cast):
    case = insisting.signed_again(cast, insisting.started(cast))
    client, place = cast.client("lead"), f"{AREA}{case.pk}/"
    page = words(client, place)
    for said in ("Now: version 2", "When the case began: version 1", "What the school has changed", "Resolve the case"):
        assert said in page
    assert "1</dd>" in page or "of poor quality to act on" in words(client, "/p/eastmere/")
    asked = words(client, f"{place}resolve/")
    assert 'name="version" value="2"' in asked
    done = client.post(f"{place}resolve/", {"why": insisting.WHY, "version": 2}, follow=True).content.decode()
    assert "The case is resolved." in done
    page = words(cast.client("head"), f"{SCHOOL}audit/poor-return/{case.pk}/")
    assert insisting.WHY in page
    assert "Mend the return" not in page


def test_stopping_needs_a_reason(cast):
    case = insisting.started(cast)
    client, place = cast.client("lead"), f"{AREA}{case.pk}/stop/"
    assert client.post(place, {"why": ""}).status_code == 422
    assert client.post(place, {"why": "We had read an older version."}).status_code == 302
    assert insisting.standing(cast, case) == "stopped"
    assert client.post(place, {"why": "Again."}).status_code == 409


def test_a_step_takes_two_people(cast):
    case = insisting.started(cast)
    client, place = cast.client("lead"), f"{AREA}{case.pk}/"
    early = client.post(f"{place}further/", STEP)
    assert (early.status_code, "The school has until" in early.content.decode()) == (409, True)
    step = insisting.proposed(cast, case)
    page = words(client, place)
    assert "You proposed it" in page
    assert "Confirm this step" not in page
    assert client.post(f"{AREA}steps/{step.pk}/confirm/").status_code == 403
    second = cast.client("administrator")
    assert "Confirm this step" in words(second, place)
    assert "to confirm" in words(second, "/p/eastmere/")
    assert second.post(f"{AREA}steps/{step.pk}/confirm/").status_code == 302
    assert second.post(f"{AREA}steps/{step.pk}/confirm/").status_code == 409
    letter = words(client, f"{AREA}steps/{step.pk}/letter/")
    assert insisting.TO_AUTHORITY.shared in letter
    assert "Not confirmed yet" not in letter
    day = timezone.localdate().replace(year=2031)
    typed = {"taken_on_day": day.day, "taken_on_month": day.month, "taken_on_year": day.year}
    assert client.post(f"{AREA}steps/{step.pk}/sent/", typed).status_code == 409
    assert client.post(f"{AREA}steps/{step.pk}/withdraw/", {"why": "The school has written."}).status_code == 302
    with cast.as_("lead"):
        assert CaseStep.objects.get().state == "withdrawn"


def test_the_school_is_shown_a_step_that_was_taken(cast):
    case = insisting.started(cast)
    insisting.taken(cast, insisting.confirmed(cast, insisting.proposed(cast, case)))
    page = words(cast.client("chair"), f"{SCHOOL}audit/poor-return/{case.pk}/")
    assert insisting.TO_AUTHORITY.organisation in page
    assert insisting.TO_AUTHORITY.shared in page


def test_the_reviewer_sees_that_there_is_a_case_and_the_scrutineer_reads_it(cast):
    case = insisting.started(cast)
    review = insisting.review_of(cast, case)
    page = words(cast.client("reviewer"), f"/p/eastmere/reviews/{review.pk}/")
    assert "A case about the quality of this return" in page
    assert "Open the case" not in page
    assert cast.client("reviewer").get(f"{AREA}{case.pk}/").status_code == 403
    assert "Stop the case" not in words(cast.client("scrutineer"), f"{AREA}{case.pk}/")
    assert "Open the case" in words(cast.client("scrutineer"), f"/p/eastmere/reviews/{review.pk}/")


def test_whoever_has_a_conflict_sees_no_case_of_that_school(cast):
    case = insisting.started(cast)
    cast.declare("lead", cast.here, conflict=True)
    client = cast.client("lead")
    assert "Alder Lane" not in words(client, AREA)
    answer = client.get(f"{AREA}{case.pk}/")
    assert (answer.status_code, "conflict of interest" in answer.content.decode()) == (403, True)


def test_met_criteria_stand_on_the_page_of_the_review_for_the_lead_alone(cast):
    review = asking.being_read(cast)
    membership = cast.memberships["head"]
    membership.starts_on = timezone.localdate() + timedelta(days=1)
    membership.save(update_fields=["starts_on"])
    place = f"/p/eastmere/reviews/{review.pk}/"
    assert "1 criterion of poor quality is met: signed without authority" in words(cast.client("lead"), place)
    assert "of poor quality" not in words(cast.client("reviewer"), place)
    membership.starts_on = timezone.localdate() - timedelta(days=90)
    membership.save(update_fields=["starts_on"])
    assert "No criterion of poor quality is met." in words(cast.client("lead"), place)


def test_the_letter_of_feedback_says_what_stands_in_its_way(cast):
    insisting.started(cast, handed_in=True)
    stage.draft(cast, cast.audit)
    page = words(cast.client("lead"), f"/p/eastmere/feedback/{cast.audit.pk}/")
    assert "Resolve it or stop it first" in page


def test_pages_take_few_statements(cast):
    case = insisting.started(cast)
    insisting.confirmed(cast, insisting.proposed(cast, case))
    lead = cast.client("lead")
    assert statements(lead, f"{AREA}{case.pk}/") <= 32
    assert statements(lead, AREA) <= 15
    assert statements(lead, f"{AREA}of/{cast.audit.pk}/") <= 32
    assert statements(cast.client("head"), f"{SCHOOL}audit/poor-return/{case.pk}/") <= 16


def test_statements_do_not_grow_with_cases_and_steps(cast):
    case = insisting.started(cast)
    lead = cast.client("lead")
    first, listed = statements(lead, f"{AREA}{case.pk}/"), statements(lead, AREA)
    step = insisting.proposed(cast, case)
    insisting.withdrawn(cast, step)
    insisting.proposed(cast, case)
    correction = insisting.correction_of(cast, case)
    correcting.amended(cast, correction)
    assert statements(lead, f"{AREA}{case.pk}/") <= first + 2  # the rule about waiting steps, and the names
    assert statements(lead, AREA) == listed


@pytest.mark.parametrize("who", ["head", "dsl", "deputy_dsl"])
def test_the_letter_names_the_way_to_disagree_in_words_and_as_a_link(cast, who):
    case = insisting.started(cast)
    client, place = cast.client(who), f"{SCHOOL}audit/poor-return/{case.pk}/"
    page = words(client, place)
    assert "If you think that we are wrong" in page
    assert "Your head or chair can complain of the partnership in the portal" in page  # on paper there is no link
    assert f'href="{SCHOOL}complaints/"' in page.split("<main")[1]
    assert client.get(f"{SCHOOL}complaints/").status_code == 200
    on_paper = words(cast.client("lead"), f"{AREA}{case.pk}/letter/")
    assert "If you think that we are wrong" in on_paper


def test_the_lead_is_asked_for_somebody_to_turn_to(cast):
    asking.being_read(cast)
    page = words(cast.client("lead"), f"{AREA}of/{cast.audit.pk}/")
    assert "The name of a role" in page
    assert "telephone number or e-mail address" in page
    assert "how to book" in page
