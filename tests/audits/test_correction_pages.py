"""Correcting what was sent in a browser without JavaScript, on both sides."""

import pytest

from audits.corrections.models import Correction
from audits.review.actions import hand_in_review, score_indicator
from audits.review.types import ScoreEntry
from lscp_portal.workflow import Refused
from tests.audits.answering import LOW, MINUTE, today
from tests.audits.correcting import BETTER, REASON, amended, answered, asked, corrected, send_in, signed, standing
from tests.audits.review_stage import claim, score_all
from tests.audits.test_sign_pages import words

PAGE = "/s/900001/audit/correction/"
LIST = "/p/eastmere/corrections/"


@pytest.fixture
def sent(cast):
    send_in(cast)
    return cast


def typed(entry, cast, read: int = 0) -> dict[str, object]:
    day = entry.action_due_on
    return {
        "audit": cast.audit.pk, "read": read, "operation_id": "7b0a6a5e-38b5-4a3c-8f5b-0d0f6b0d9a11",
        "level": entry.level, "strength": entry.strength, "how_we_know": entry.how_we_know, "action": entry.action,
        "action_owner": entry.action_owner, "action_due_on_day": day.day, "action_due_on_month": day.month,
        "action_due_on_year": day.year,
    }  # fmt: skip


def the_only(cast) -> Correction:
    with cast.as_("dsl"):
        return Correction.objects.get()


def test_from_the_request_to_two_versions(sent):
    dsl, lead = sent.client("dsl"), sent.client("lead")
    assert "Correct what was sent" in words(dsl.get("/s/900001/audit/"))
    assert dsl.post(PAGE, {"codes": "lg2", "reason": REASON}).headers["Location"] == PAGE
    assert "The LSCP lead decides." in words(dsl.get(PAGE))
    key = the_only(sent).pk
    assert "1 request to correct what was sent" in words(lead.get("/p/eastmere/"))
    assert "Alder Lane Primary School" in words(lead.get(LIST))
    assert REASON in words(lead.get(f"{LIST}{key}/"))
    assert lead.post(f"{LIST}{key}/", {"decision": "yes", "words": ""}).headers["Location"] == LIST
    page = words(dsl.get(PAGE))
    assert "Nothing is changed yet." in page
    assert "You cannot sign yet:" in page
    place = PAGE + "answers/lg2/"
    assert "What was sent" in words(dsl.get(place))
    assert dsl.post(place, typed(BETTER, sent)).headers["Location"] == PAGE
    assert "[new: in one term ]" in words(dsl.get(PAGE))
    board = {"board_met_on_day": today().day, "board_met_on_month": today().month, "board_met_on_year": today().year}
    for who, after in (("dsl", PAGE), ("head", PAGE), ("chair", "/s/900001/audit/copy/")):
        data = {"audit": sent.audit.pk, "step": who, "agreed": "on", "minute_reference": MINUTE} | board
        data |= {"correction_id": key, "seen_up_to": 1}
        assert "I sign this declaration" in words(sent.client(who).get(PAGE))
        assert sent.client(who).post(PAGE + "sign/", data).headers["Location"] == after
    two = words(dsl.get("/s/900001/audit/copy/"))
    assert "version 2 of 2" in two
    assert REASON in two
    assert "[new: in one term ]" in two
    one = words(dsl.get(f"/s/900001/audit/copies/{sent.audit.pk}/1/"))
    assert "version 1 of 2" in one
    assert "Close the gaps." in one
    assert "The copy is exactly what was signed" in one
    assert "[new: in one term ]" in words(lead.get(f"{LIST}{key}/"))
    assert "Version 2" in words(dsl.get(PAGE))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"codes": "", "reason": REASON}, "Enter the codes of the answers to correct"),
        ({"codes": " , ", "reason": REASON}, "Enter the codes of the answers to correct"),
        ({"codes": "LG2", "reason": ""}, "Say what is wrong"),
        ({"codes": "LG2", "reason": "UPN A123456789012 moved."}, "unique pupil number"),
    ],
)
def test_a_request_with_a_fault_is_said_at_the_box_and_keeps_what_was_typed(sent, data, said):
    page = sent.client("dsl").post(PAGE, data)
    assert page.status_code == 422
    assert said in words(page)
    assert data["reason"] in page.content.decode()


def test_a_code_that_is_not_asked_is_named(sent):
    page = sent.client("head").post(PAGE, {"codes": "LG2 ZZ9", "reason": REASON})
    assert page.status_code == 409
    assert "Not asked in this audit: ZZ9" in words(page)


def test_a_no_without_a_reason_stays_with_the_lead(sent):
    key = asked(sent).pk
    page = sent.client("lead").post(f"{LIST}{key}/", {"decision": "no", "words": ""})
    assert page.status_code == 422
    assert "Say why they cannot correct it" in words(page)
    sent.client("lead").post(f"{LIST}{key}/", {"decision": "no", "words": "It is small."})
    assert "It is small." in words(sent.client("dsl").get(PAGE))
    assert sent.client("lead").post(f"{LIST}{key}/", {"decision": "yes", "words": ""}).status_code == 409


@pytest.mark.parametrize("who", ["administrator", "reviewer", "publisher"])
def test_only_the_lead_sees_requests(sent, who):
    assert sent.client(who).get(LIST).status_code == 403
    assert sent.client(who).get(f"{LIST}{asked(sent).pk}/").status_code == 403


def test_an_old_page_of_an_answer_is_said_and_shows_what_stands(sent):
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    page = sent.client("dsl").post(PAGE + "answers/lg2/", typed(LOW, sent, read=0))
    assert page.status_code == 409
    assert "saved in another window" in words(page)
    assert BETTER.how_we_know in page.content.decode()


def test_answers_that_are_not_named_have_no_page(sent):
    answered(sent, asked(sent))
    assert sent.client("dsl").get(PAGE + "answers/lg1/").status_code == 404


def test_the_head_gives_it_back_and_the_dsl_ends_it(sent):
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    signed(sent, correction, "dsl")
    data = {"audit": sent.audit.pk, "step": "head", "comment": "Which term?"}
    assert sent.client("head").post(PAGE + "return/", data).status_code == 302
    assert "Which term?" in words(sent.client("dsl").get(PAGE))
    assert sent.client("dsl").post(PAGE + "end/").status_code == 302
    assert standing(sent, correction) == "ended"
    assert sent.client("dsl").post(PAGE + "end/").status_code == 404


def test_the_lead_can_end_what_keeps_a_review_waiting(sent):
    correction = answered(sent, asked(sent))
    review = claim(sent, sent.audit)
    score_all(sent, review)
    with pytest.raises(Refused, match="The school corrects LG2"), sent.as_("reviewer"):
        hand_in_review(actor=sent.actor("reviewer"), review_id=review.pk)
    assert sent.client("lead").post(f"{LIST}{correction.pk}/end/").status_code == 302
    with sent.as_("reviewer"):
        assert hand_in_review(actor=sent.actor("reviewer"), review_id=review.pk).state == "submitted"


def test_a_review_already_begun_is_told_which_answers_changed_and_they_are_read_again(sent):
    review = claim(sent, sent.audit)
    score_all(sent, review)
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    for who in ("dsl", "head", "chair"):
        signed(sent, correction, who)
    reader = sent.client("reviewer")
    page = words(reader.get(f"/p/eastmere/reviews/{review.pk}/"))
    assert "The school has corrected what it sent" in page
    assert "after this review was begun" in page
    assert "[new: in one term ]" in page
    assert "The school corrected this answer" in words(reader.get(f"/p/eastmere/reviews/{review.pk}/lg2/"))
    assert "The school corrected this answer" not in words(reader.get(f"/p/eastmere/reviews/{review.pk}/lg1/"))
    with pytest.raises(Refused, match="Corrected after you scored them: LG2"), sent.as_("reviewer"):
        hand_in_review(actor=sent.actor("reviewer"), review_id=review.pk)
    with sent.as_("reviewer"):
        score_indicator(
            actor=sent.actor("reviewer"), review_id=review.pk, code="LG2", entry=ScoreEntry("partly", "Read."), read=1
        )
        assert hand_in_review(actor=sent.actor("reviewer"), review_id=review.pk).state == "submitted"


def test_a_review_begun_later_sees_it_without_that_note(cast):
    corrected(cast)
    page = words(cast.client("reviewer").get(f"/p/eastmere/reviews/{claim(cast, cast.audit).pk}/"))
    assert "The school has corrected what it sent" in page
    assert "after this review was begun" not in page


def test_the_page_reads_as_much_for_many_answers_as_for_one(sent, django_assert_max_num_queries):
    correction = answered(sent, asked(sent, "LG1", "LG2", "LG3", "CU1"))
    amended(sent, correction)
    browser = sent.client("dsl")
    with django_assert_max_num_queries(45) as one:
        browser.get(PAGE)
    for code in ("LG1", "LG3", "CU1"):
        amended(sent, correction, code)
    with django_assert_max_num_queries(len(one.captured_queries)):
        browser.get(PAGE)
