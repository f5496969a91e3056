"""A workflow refuses to be built wrong, and says what stands in the way before it refuses to move."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied

from lscp_portal.workflow import Blocker, Refused, Turn, Workflow, transition


@dataclass
class Letter:
    state: str = "draft"
    words: str = ""

    def get_state_display(self):
        return self.state.title()


def anybody(_actor, _letter):
    return True


def nobody(_actor, _letter):
    return False


def has_words(letter):
    if not letter.words:
        yield Blocker("words", "Write the letter.")


TURNS = {"draft": Turn.SCHOOL, "sent": Turn.NOBODY}


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(Workflow, "registered", {})


def letters(*transitions, turns=TURNS):
    return Workflow("letter", turns=turns, transitions=list(transitions))


def test_a_record_moves_when_everything_holds():
    letter = Letter(words="Dear all")
    letters(transition("send", {"draft"}, "sent", anybody, has_words)).move("send", letter, None)
    assert letter.state == "sent"


def test_what_stands_in_the_way_is_said_before_and_after():
    flow, letter = letters(transition("send", {"draft"}, "sent", anybody, has_words)), Letter()
    (offer,) = flow.offers(letter, None)
    assert (offer.name, offer.is_ready, offer.blockers[0].sentence) == ("send", False, "Write the letter.")
    with pytest.raises(Refused, match="Write the letter"):
        flow.move("send", letter, None)
    assert letter.state == "draft"


def test_a_person_without_the_right_is_offered_nothing_and_refused():
    flow = letters(transition("send", {"draft"}, "sent", nobody))
    assert flow.offers(Letter(), None) == []
    with pytest.raises(PermissionDenied):
        flow.move("send", Letter(), None)


def test_the_wrong_state_is_a_refusal_in_words():
    flow = letters(transition("send", {"draft"}, "sent", anybody))
    with pytest.raises(Refused, match="This letter is sent now"):
        flow.move("send", Letter(state="sent"), None)


@pytest.mark.parametrize(
    ("transitions", "turns", "why"),
    [
        ([("send", "draft", "sent"), ("send", "draft", "sent")], TURNS, "share a name"),
        ([("send", "draft", "posted")], TURNS, "no turn is given"),
        ([("send", "draft", "sent")], {**TURNS, "lost": Turn.NOBODY}, "nothing leads to"),
        ([("send", "draft", "sent")], {"draft": Turn.SCHOOL, "sent": Turn.SCHOOL}, "no way out"),
    ],
)
def test_a_wrong_table_is_refused_at_import(transitions, turns, why):
    with pytest.raises(ValueError, match=why):
        letters(*(transition(name, {source}, target, anybody) for name, source, target in transitions), turns=turns)
