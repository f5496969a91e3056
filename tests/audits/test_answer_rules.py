"""Rules of answering that need no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.answers.conflicts import both_wordings
from audits.answers.models import Level, Strength
from audits.answers.rules import denied_features, due_words, field_of, gap_words, refusals, section_words, sentence_of
from audits.answers.types import Entry
from audits.lifecycle.rules import gaps_of, listed

REFUSED = [  # typed from rating_scale.rules and .special: level, strength, tier, may it not apply, rule
    ("embedded", 0, "core", False, "impact-needs-proof"),
    ("embedded", 1, "core", False, "impact-needs-proof"),
    ("embedded", 1, "extended", False, "impact-needs-proof"),
    ("secure", 0, "core", False, "secure-needs-document"),
    ("not_applicable", None, "core", False, "na-not-allowed"),
    ("not_applicable", None, "core", True, "na-needs-reason"),
]
KEPT = [
    ("embedded", 2, "core"),
    ("embedded", 3, "extended"),
    ("embedded", None, "core"),
    ("secure", 1, "core"),
    ("secure", 0, "extended"),
    ("partly", 0, "core"),
    ("not_in_place", None, "core"),
    ("not_checked", None, "core"),
    ("", None, "core"),
]


@pytest.mark.parametrize(("level", "strength", "tier", "allow_na", "rule"), REFUSED)
def test_what_contradicts_itself_is_refused_at_save(level, strength, tier, allow_na, rule):
    problems = refusals(Entry(level, strength), tier=tier, allow_na=allow_na)
    assert rule in [problem.rule for problem in problems]


@pytest.mark.parametrize(("level", "strength", "tier"), KEPT)
def test_what_is_only_unfinished_is_kept(level, strength, tier):
    assert refusals(Entry(level, strength), tier=tier, allow_na=False) == []


def test_impact_without_proof_offers_secure_or_a_stronger_kind_of_evidence():
    (problem,) = refusals(Entry("embedded", 1), tier="core", allow_na=False)
    assert problem.offer == 2
    assert "Choose “Secure”, or evidence strength “Sampled”" in sentence_of(problem)
    assert field_of(problem) == "level"


GAPS = [
    (None, "core", ["unanswered"]),
    (None, "extended", ["unanswered"]),
    (Entry(how_we_know="Notes."), "core", ["unanswered"]),
    (Entry("not_checked"), "core", ["not-checked"]),
    (Entry("not_checked"), "extended", []),
    (Entry("partly", 1), "extended", ["low-needs-action"]),
    (Entry("partly", 1, "", "Close the gaps.", "deputy head"), "core", ["low-needs-action"]),
    (Entry("partly", 1, "", "Close the gaps.", "deputy head", date(2027, 3, 31)), "core", []),
    (Entry("secure"), "core", ["strength-missing"]),
    (Entry("secure"), "extended", []),
    (Entry("embedded"), "extended", ["strength-missing"]),
    (Entry("secure", 1), "core", []),
]


@pytest.mark.parametrize(("said", "tier", "rules"), GAPS)
def test_what_keeps_an_answer_from_being_signed(said, tier, rules):
    assert [rule for rule, _ in gaps_of(said, tier=tier, allow_na=False)] == rules


entries = st.builds(
    Entry,
    level=st.sampled_from(["", *Level.values]),
    strength=st.sampled_from([None, *Strength.values]),
    how_we_know=st.text(max_size=20),
    action=st.text(max_size=20),
    action_owner=st.text(max_size=20),
    action_due_on=st.none() | st.dates(),
)


@given(entry=entries, tier=st.sampled_from(["core", "extended"]), allow_na=st.booleans())
def test_whatever_may_be_signed_may_also_be_saved(entry, tier, allow_na):
    if not gaps_of(entry, tier=tier, allow_na=allow_na):
        assert not refusals(entry, tier=tier, allow_na=allow_na)


@given(theirs=entries, yours=entries)
def test_the_two_wordings_differ_somewhere_on_the_page_when_they_differ(theirs, yours):
    assert any(row.differs for row in both_wordings(theirs, yours)) == (theirs != yours)


def test_a_feature_the_register_knows_cannot_be_denied_and_any_other_can():
    answers = {"boarding": False, "homestay": False, "special": True}
    assert denied_features(answers, {"boarding", "special"}) == ["boarding"]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "in one day"), (12, "in 12 days"), (-1, "one day ago"), (-3, "3 days ago")],
)
def test_when_it_is_due_in_words(days, words):
    today = date(2027, 1, 10)
    assert due_words(today + timedelta(days), today) == words


@pytest.mark.parametrize(
    ("answered", "total", "actions", "others", "words"),
    [
        (12, 14, 2, 0, "12 of 14 answered, 2 need an action"),
        (14, 14, 1, 3, "All 14 answered, 1 needs an action, 3 need another look"),
        (0, 5, 0, 0, "0 of 5 answered"),
    ],
)
def test_a_sections_progress_in_words(answered, total, actions, others, words):
    assert section_words(answered=answered, total=total, actions=actions, others=others) == words


@pytest.mark.parametrize(
    ("rules", "level", "words"),
    [
        ((), "", "No answer yet"),
        ((), "secure", "Secure"),
        (("low-needs-action",), "partly", "Partly in place: needs an action"),
        (("strength-missing",), "secure", "Secure: say how strong the evidence is"),
        (("not-checked",), "not_checked", "Not checked yet: choose a level before signing"),
        (("na-not-allowed",), "not_applicable", "Does not apply to us: needs another look"),
    ],
)
def test_the_state_of_one_answer_in_words(rules, level, words):
    assert gap_words(rules, level) == words


def test_many_codes_are_cut_short_and_few_are_not():
    assert listed(["LG1", "LG2"]) == "LG1, LG2"
    assert listed([f"LG{n}" for n in range(9)]).endswith("LG7 and others")
