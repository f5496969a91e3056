"""Whose turn it is while a school mends its return: on its first page, on the page of its audit, and by the letter."""

import pytest

from audits.corrections.models import Correction
from audits.escalation.turns import turn_of
from tests.audits import correcting, insisting
from tests.audits.answering import MINUTE, today
from tests.audits.test_answer_pages import words as on_one_line

HOME, AUDIT = "/s/900001/", "/s/900001/audit/"
S = Correction.State
TURNS = [  # who has signed, and what each is told then
    ((), {
        "dsl": "Your turn: mend the answers and sign",
        "deputy_dsl": "Waiting for the safeguarding lead",
        "head": "Waiting for the safeguarding lead",
        "chair": "Waiting for the safeguarding lead",
    }),
    (("dsl",), {
        "dsl": "You have signed; the head is next",
        "deputy_dsl": "Waiting for the head",
        "head": "Your turn: sign",
        "chair": "Waiting for the head",
    }),
    (("dsl", "head"), {
        "dsl": "You have signed; the chair is next",
        "deputy_dsl": "Waiting for the chair",
        "head": "You have signed; the chair is next",
        "chair": "Your turn: sign",
    }),
]  # fmt: skip


def words(cast, who: str, place: str) -> str:
    answer = cast.client(who).get(place)
    assert answer.status_code == 200
    return on_one_line(answer)


def signed_by(cast, case, people) -> None:
    correction = insisting.correction_of(cast, case)
    correcting.amended(cast, correction)
    for who in people:
        correcting.signed(cast, correction, who)


@pytest.mark.parametrize(("signed", "told"), TURNS, ids=["none", "dsl", "head"])
def test_everybody_is_told_whose_turn_it_is_on_three_pages(cast, signed, told):
    case = insisting.started(cast)
    signed_by(cast, case, signed)
    for who, said in told.items():
        letter = f"{AUDIT}poor-return/{case.pk}/"
        for place in (HOME, AUDIT, letter):
            page = words(cast, who, place)
            assert said in page
            assert f"{case.due_on:%-d %B %Y}" in page
        page, is_theirs = words(cast, who, letter), said.startswith("Your turn")
        assert ("Mend the return and sign it" in page) is (is_theirs and who == "dsl")
        assert ("Read it and sign" in page) is (is_theirs and who != "dsl")
        assert ("See where it stands" in page) is not is_theirs


def test_the_letter_says_what_is_done_and_what_comes_next(cast):
    case = insisting.started(cast)
    letter = f"{AUDIT}poor-return/{case.pk}/"
    assert "Your safeguarding lead changes the answers and signs" in words(cast, "head", letter)
    signed_by(cast, case, ("dsl",))
    page = words(cast, "chair", letter)
    assert "Your safeguarding lead has signed. Now the head reads it and signs" in page
    assert "changes the answers" not in page


@pytest.mark.parametrize("who", ["dsl", "head", "chair", "deputy_dsl", "link_governor"])
def test_the_page_of_the_audit_does_not_say_that_feedback_is_being_written(cast, who):
    case = insisting.started(cast, handed_in=True)
    page = words(cast, who, AUDIT)
    assert "asked your school to mend this audit and to sign it again" in page
    assert "writing its feedback" not in page
    assert ("Read the letter" in page) is (who != "link_governor")
    insisting.signed_again(cast, case)
    page = words(cast, who, AUDIT)
    assert "It is signed again. The partnership looks at the new version" in page
    assert "Read the letter" not in page


def test_once_the_case_is_stopped_the_page_of_the_audit_is_as_before(cast):
    insisting.stopped(cast, insisting.started(cast, handed_in=True))
    assert "It has been read. The partnership is writing its feedback." in words(cast, "head", AUDIT)


def test_given_back_it_is_the_safeguarding_leads_turn_again(cast):
    case = insisting.started(cast)
    signed_by(cast, case, ("dsl",))
    typed = {"audit": cast.audit.pk, "step": "head", "comment": "Say who looked at the log."}
    assert cast.client("head").post(f"{AUDIT}correction/return/", typed).status_code == 302
    assert "Your turn: mend the answers and sign" in words(cast, "dsl", HOME)
    assert "Waiting for the safeguarding lead" in words(cast, "head", HOME)


def test_after_signing_they_are_told_who_is_next(cast):
    case = insisting.started(cast)
    correction = insisting.correction_of(cast, case)
    correcting.amended(cast, correction)
    typed = {"audit": cast.audit.pk, "agreed": "on", "correction_id": correction.pk, "seen_up_to": 1}
    typed |= {"board_met_on_day": today().day, "minute_reference": MINUTE}
    for who, following in (("dsl", "head"), ("head", "chair")):
        done = cast.client(who).post(f"{AUDIT}correction/sign/", {**typed, "step": who}, follow=True)
        assert f"You have signed. The {following} is next, and gets an e-mail." in on_one_line(done)


def test_whoever_stands_in_may_act_and_nobody_twice():
    assert turn_of(S.DSL_SIGNED, roles={"deputy_dsl", "head"}, has_signed=False).button == "Read it and sign"
    both = turn_of(S.DSL_SIGNED, roles={"dsl", "head"}, has_signed=True)
    assert (both.button, both.title) == ("", "You have signed; the head is next")
    for state in (S.SIGNED, S.ENDED, S.DECLINED, S.ASKED):
        assert turn_of(state, roles={"dsl"}, has_signed=False) is None
