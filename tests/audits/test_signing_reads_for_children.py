"""Whoever signs is stopped while an answer holds a child's number, with the places; the words are not repeated."""

import pytest

from lscp_portal.workflow import Refused
from tests.audits.answering import LOW, SECURE, Entry, ready, save, sign_as, state_of
from tests.people import ASKED

NUMBER = "999 000 0018"  # in a series that is given to nobody
NAMED = Entry(LOW.level, LOW.strength, LOW.how_we_know, LOW.action, f"NHS {NUMBER}", LOW.action_due_on)


def test_a_number_that_came_in_by_another_way_stops_each_signature_and_names_the_place(cast):
    ready(cast)
    code = next(one for one in ASKED if one != "LG2")
    save(cast, "dsl", code, Entry("secure", 2, f"Sampled ten records. NHS number {NUMBER}."), read=1)
    save(cast, "dsl", "LG2", NAMED, read=1)
    with pytest.raises(Refused) as refused:
        sign_as(cast, "dsl")
    sentences = [blocker.sentence for blocker in refused.value.blockers]
    assert [sentence.split(":")[0] for sentence in sorted(sentences)] == sorted(
        [f"{code}, “What shows it”", "LG2, “Who will do it”"]
    )
    assert not any(NUMBER in sentence for sentence in sentences)
    assert state_of(cast) == "in_progress"


def test_once_the_number_is_out_the_audit_is_signed(cast):
    ready(cast)
    code = next(one for one in ASKED if one != "LG2")
    save(cast, "dsl", code, Entry("secure", 2, f"NHS number {NUMBER}."), read=1)
    save(cast, "dsl", code, SECURE, read=2)
    sign_as(cast, "dsl")
    assert state_of(cast) == "internal_check"


def test_the_page_of_the_signature_lists_the_places(cast):
    ready(cast)
    save(cast, "dsl", "LG2", NAMED, read=1)
    page = cast.client("dsl").get("/s/900001/audit/sign/").content.decode()
    assert "LG2, “Who will do it”: This looks like an NHS number" in page
    assert "I sign this declaration" not in page
