"""Text that stands elsewhere too: published examples, then pairs worked by hand."""

import pytest
from rapidfuzz import fuzz

from audits.triage.copying import MIN_SHINGLES, Passage, likeness, near_duplicates, shingles_of, words_of

OURS = (
    "Each member of staff signs that part one was read and understood; the deputy checks the list in September and "
    "January, asks three people about it in each team meeting, and tells governors what they found."
)
OTHER_WORDS = (
    "New colleagues are inducted by the head in their first week, with a quiz and a conversation, and the governors "
    "look at the register of training twice in the year together with the business manager."
)
SHORT = "The log was read by the governor in June."


def passage(text, *, code="LG1", audit=1, earlier=()):
    return Passage(audit, code, code[:2], text, earlier)


def found(own, others=(), **known):
    return [(pair.own.code, pair.other.code, pair.other.audit_id) for pair in near_duplicates(own, others, **known)]


def test_runs_of_words_by_the_published_example():
    """A. Broder et al., “Syntactic clustering of the Web” (1997): “a rose is a rose is a rose” has three runs of four.

    Ours are of three words, so there are three as well.
    """
    assert shingles_of("A rose is a rose is a rose.") == {
        ("a", "rose", "is"), ("rose", "is", "a"), ("is", "a", "rose"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [  # the examples of the library’s own documentation
        ("this is a test", "this is a test!", 96.55),
        ("fuzzy wuzzy was a bear", "wuzzy fuzzy was a bear", 90.91),
    ],
)
def test_likeness_is_the_librarys(one, two, alike):
    assert fuzz.ratio(one, two) == pytest.approx(alike, abs=0.01)


def test_resemblance_by_a_published_example():
    """J. Leskovec, A. Rajaraman, J. D. Ullman, “Mining of Massive Datasets”, 3.1.1: three shared of eight is 3/8.

    Two sentences of 5 and 6 runs that share three: blocking asks for half of the shorter one, so these are looked at.
    """
    one, two = shingles_of("a b c d e f g"), shingles_of("a b c d e x y z")
    assert (len(one), len(two), len(one & two), len(one | two)) == (5, 6, 3, 8)
    assert len(one & two) / len(one | two) == 3 / 8


def test_words_leave_out_case_and_signs():
    assert words_of("The DSL’s log (2026): read!") == ["the", "dsl's", "log", "2026", "read"]


def test_the_same_text_in_two_sections_stands_once():
    assert found([passage(OURS), passage(OURS, code="CU2")]) == [("CU2", "LG1", 1)]


def test_within_one_section_the_same_proof_may_serve_twice():
    assert found([passage(OURS), passage(OURS, code="LG2")]) == []


def test_another_schools_text_is_found_with_small_changes_and_to_another_indicator():
    changed = OURS.replace("three people", "two people").replace("September", "October")
    others = [passage(changed, code="TR1", audit=2), passage(OTHER_WORDS, audit=3)]
    assert found([passage(OURS)], others) == [("LG1", "TR1", 2)]
    assert likeness(passage(OURS), passage(changed)) in range(90, 100)
    assert found([passage(OTHER_WORDS)], [passage(OURS, audit=2)]) == []


def test_the_likest_of_one_other_return_counts_once():
    changed = OURS.replace("three people", "two people")
    others = [passage(changed, code="TR1", audit=2), passage(OURS, code="DS1", audit=2)]
    assert found([passage(OURS)], others) == [("LG1", "DS1", 2)]


def test_short_texts_say_nothing():
    assert len(shingles_of(SHORT)) < MIN_SHINGLES
    assert found([passage(SHORT), passage(SHORT, code="CU1")], [passage(SHORT, audit=2)]) == []


def test_wording_of_the_framework_or_of_the_trust_belongs_to_nobody():
    assert found([passage(OURS)], [passage(OURS, audit=2)], known=shingles_of(OURS)) == []
    ours, theirs = f"{OURS} {OTHER_WORDS}", f"{OURS} {SHORT}"
    assert found([passage(ours)], [passage(theirs, audit=2)], known=shingles_of(OURS)) == []


def test_the_schools_own_words_of_last_year_are_its_own():
    assert found([passage(OURS, earlier=(OURS,))], [passage(OURS, audit=2)]) == []
    own = [passage(OURS, earlier=(OURS,)), passage(OURS, code="CU1")]
    assert found(own, [passage(OURS, audit=2)]) == [("CU1", "LG1", 2)]  # carried to another place it is looked at


def test_what_stands_in_many_returns_comes_from_a_common_source():
    three = [passage(OURS, audit=number) for number in (2, 3, 4)]
    assert len(found([passage(OURS)], three)) == 3
    assert found([passage(OURS)], [*three, passage(OURS, audit=5)]) == []


def test_a_sentence_of_a_model_policy_leaves_the_schools_own_words_to_compare():
    policy = [passage(f"{OURS} {SHORT}", audit=number) for number in (2, 3, 4, 5)]
    ours, theirs = passage(f"{OURS} {OTHER_WORDS}"), passage(f"{OURS} {OTHER_WORDS}", audit=6)
    assert found([ours], [*policy, theirs]) == [("LG1", "LG1", 6)]
    assert found([passage(f"{OURS} Nobody else.")], [*policy, passage(f"{OURS} Nobody here.", audit=6)]) == []


def test_the_order_of_texts_is_nothing():
    own = [passage(OURS), passage(OURS, code="CU1"), passage(OTHER_WORDS, code="DS1")]
    others = [passage(OURS, code=code, audit=audit) for code in ("LG1", "LG2") for audit in (2, 3)]
    assert found(own, others) == found(own[::-1], others[::-1])
