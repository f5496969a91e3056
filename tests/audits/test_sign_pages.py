"""Signing and giving back in a browser without JavaScript."""

import re

import pytest

from audits.lifecycle.queries import current_audit
from audits.signoff.queries import sign_page
from tests.audits.answering import LOW, MINUTE, ready, save, sign_as, state_of, today
from tests.people import ASKED

PAGE = "/s/900001/audit/sign/"
BACK = PAGE + "return/"


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def signature(cast, step: str, **changes: str) -> dict[str, object]:
    day = today()
    board = {"board_met_on_day": day.day, "board_met_on_month": day.month, "board_met_on_year": day.year}
    board |= {"minute_reference": MINUTE}
    return {"audit": cast.audit.pk, "step": step, "agreed": "on"} | (board if step == "chair" else {}) | changes


def test_three_people_sign_and_the_chair_gets_the_copy(cast):
    ready(cast)
    for who, after in (("dsl", PAGE), ("head", PAGE), ("chair", "/s/900001/audit/copy/")):
        browser = cast.client(who)
        page = browser.get(PAGE)
        assert "I sign this declaration" in words(page)
        assert "LG2" in words(page)
        assert LOW.action in words(page)
        assert browser.post(PAGE, signature(cast, who)).headers["Location"] == after
    receipt = words(cast.client("chair").get("/s/900001/audit/copy/"))
    for said in ("Dsl", "Head", "Chair", "Discussed by the board on", "The copy is exactly what was signed"):
        assert said in receipt
    assert "reads it and writes to the designated safeguarding lead" in receipt
    assert "Ask to correct what was sent" in receipt
    assert "Your signed copy and receipt" in words(cast.client("dsl").get("/s/900001/audit/"))


def test_whoever_is_not_next_sees_whom_it_waits_for_and_no_form(cast):
    ready(cast)
    page = words(cast.client("head").get(PAGE))
    assert "The designated safeguarding lead signs first." in page
    assert "I sign this declaration" not in page
    sign_as(cast, "dsl")
    assert "It waits for the head’s signature." in words(cast.client("chair").get(PAGE))
    assert cast.client("chair").post(PAGE, signature(cast, "head")).status_code == 403
    assert cast.client("contributor").post(PAGE, signature(cast, "dsl")).status_code == 403


def test_what_is_missing_stands_first_and_instead_of_the_form(cast):
    page = words(cast.client("dsl").get(PAGE))
    assert "It waits" not in page
    save(cast, "dsl", "LG1", LOW)
    page = words(cast.client("dsl").get(PAGE))
    assert "10 things are missing before you can sign" in page  # nine answers, and what the school is
    assert page.index("9 indicators have no answer yet") < page.index("secure or better")
    assert "I sign this declaration" not in page
    assert cast.client("dsl").post(PAGE, signature(cast, "dsl")).status_code == 409


def test_an_unticked_declaration_is_not_a_signature(cast):
    ready(cast)
    page = cast.client("dsl").post(PAGE, {"audit": cast.audit.pk, "step": "dsl"})
    assert page.status_code == 422
    assert "Tick the box to sign the declaration" in words(page)
    assert state_of(cast) == "in_progress"


@pytest.mark.parametrize("changes", [{"board_met_on_day": ""}, {"board_met_on_year": "2099"}, {"minute_reference": ""}])
def test_the_chair_says_when_the_board_met_and_not_in_the_future(cast, changes):
    ready(cast)
    sign_as(cast, "dsl")
    sign_as(cast, "head")
    page = cast.client("chair").post(PAGE, signature(cast, "chair", **changes))
    assert page.status_code == 422
    assert "<title>Error: " in page.content.decode()
    assert state_of(cast) == "head_signed"


def test_a_second_click_is_told_that_it_is_signed(cast):
    ready(cast)
    browser = cast.client("dsl")
    browser.post(PAGE, signature(cast, "dsl"))
    assert browser.post(PAGE, signature(cast, "dsl")).status_code == 409


def test_the_head_gives_it_back_and_the_dsl_reads_why(cast):
    ready(cast)
    sign_as(cast, "dsl")
    data = {"audit": cast.audit.pk, "step": "head", "comment": "LG2 needs a nearer date."}
    assert cast.client("head").post(BACK, data).headers["Location"] == "/s/900001/audit/"
    assert "LG2 needs a nearer date." in words(cast.client("dsl").get("/s/900001/audit/"))
    assert cast.client("head").post(BACK, data).status_code == 409


@pytest.mark.parametrize(
    ("comment", "said"), [("", "Say what should change"), ("UPN A123456789012 moved.", "unique pupil number")]
)
def test_a_reason_is_needed_and_names_no_child(cast, comment, said):
    ready(cast)
    sign_as(cast, "dsl")
    page = cast.client("head").post(BACK, {"audit": cast.audit.pk, "step": "head", "comment": comment})
    assert page.status_code == 422
    assert said in words(page)
    assert comment in page.content.decode()
    assert state_of(cast) == "internal_check"


def test_a_foreign_audit_cannot_be_signed_or_given_back(cast):
    ready(cast)
    for key in (cast.next_door_audit.pk, cast.elsewhere_audit.pk):
        assert cast.client("dsl").post(PAGE, signature(cast, "dsl", audit=str(key))).status_code == 404
        data = {"audit": key, "step": "head", "comment": "Look again."}
        assert cast.client("head").post(BACK, data).status_code == 404


def test_the_table_of_levels_adds_up_to_what_is_asked(cast):
    save(cast, "dsl", "LG1", LOW)
    with cast.as_("dsl"):
        chart = sign_page(actor=cast.actor("dsl"), audit=current_audit()).chart
    assert sum(sum(bar.counts.values()) for bar in chart.rows) == len(ASKED)
    page = cast.client("dsl").get(PAGE).content.decode()
    row = page[page.index('scope="row"') :]
    cells = re.findall(r'data-heading="([^"]+)">(\d+)<', row[: row.index("</tr>")])
    assert cells == [("Partly in place", "1"), ("No answer yet", "3"), ("All", "4")]
