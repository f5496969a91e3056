"""What a level may be and what a section comes to. Outcomes are typed by hand from the framework's rating_scale."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.frameworks.reading import load_framework, shipped_frameworks
from audits.frameworks.scales import LIMITS, RULES, SPECIAL
from audits.frameworks.scoring import (
    LEVELS,
    Mark,
    Marking,
    Special,
    Stage,
    problems_with,
    publish_label,
    section_result,
)

SCALE = load_framework(shipped_frameworks()[0]).rating_scale
NOT_CHECKED, NOT_APPLICABLE = Special.NOT_CHECKED, Special.NOT_APPLICABLE

OUTCOMES = [  # level, strength, tier, has an action -> the rules not met: at saving, at signing
    (0, 0, "core", True, [], []),
    (0, 0, "core", False, [], ["low-needs-action"]),
    (1, 3, "core", False, [], ["low-needs-action"]),
    (1, None, "extended", False, [], ["low-needs-action"]),
    (1, None, "extended", True, [], []),
    (2, 0, "core", False, ["secure-needs-document"], []),
    (2, 1, "core", False, [], []),
    (2, 3, "core", False, [], []),
    (2, 0, "extended", False, [], []),
    (2, None, "core", False, [], ["strength-missing"]),
    (2, None, "extended", False, [], []),
    (3, 0, "core", False, ["impact-needs-proof"], []),
    (3, 1, "core", False, ["impact-needs-proof"], []),
    (3, 2, "core", False, [], []),
    (3, 3, "core", False, [], []),
    (3, 0, "extended", False, ["impact-needs-proof"], []),
    (3, 1, "extended", False, ["impact-needs-proof"], []),
    (3, 2, "extended", False, [], []),
    (3, None, "extended", False, [], ["strength-missing"]),
    (None, None, "core", False, [], ["unanswered"]),
    (None, None, "extended", False, [], []),
    (NOT_CHECKED, None, "core", False, [], ["not-checked"]),
    (NOT_CHECKED, None, "extended", False, [], []),
]


@pytest.mark.parametrize(("level", "strength", "tier", "has_action", "saving", "signing"), OUTCOMES)
def test_an_answer_keeps_the_rules_of_the_scale(level, strength, tier, has_action, saving, signing):
    found = problems_with(Marking(level, strength, has_action=has_action), tier=tier)
    assert [problem.rule for problem in found if problem.stage is Stage.SAVING] == saving
    assert [problem.rule for problem in found if problem.stage is Stage.SIGNING] == signing
    assert all(problem.sentence.endswith(".") for problem in found)


@pytest.mark.parametrize(
    ("allow_na", "note", "saving"),
    [
        (True, "We have no site of our own.", []),
        (True, " ", ["na-needs-reason"]),
        (False, "We have no site of our own.", ["na-not-allowed"]),
        (False, "", ["na-not-allowed", "na-needs-reason"]),
    ],
)
def test_does_not_apply_is_only_where_the_indicator_allows_it_and_says_why(allow_na, note, saving):
    found = problems_with(Marking(NOT_APPLICABLE, note=note), tier="core", allow_na=allow_na)
    assert [problem.rule for problem in found] == saving
    assert {problem.stage for problem in found} <= {Stage.SAVING}


def test_the_highest_level_without_proof_is_offered_the_next_one():
    (problem,) = problems_with(Marking(3, 1), tier="core")
    assert problem.offer == 2
    assert "“Secure” fits what you have" in problem.sentence


def test_the_next_level_is_not_offered_where_it_would_be_refused_too():
    (problem,) = problems_with(Marking(3, 0), tier="core")
    assert problem.offer is None
    assert "“Secure” needs a document" in problem.sentence
    assert problems_with(Marking(3, 0), tier="extended")[0].offer == 2


@pytest.mark.parametrize(("level", "strength"), [(4, 1), (-1, 1), (2, 4), (2, -1)])
def test_what_is_not_on_the_scale_is_an_error(level, strength):
    with pytest.raises(ValueError, match="is not on the scale"):
        problems_with(Marking(level, strength), tier="core")


def test_the_file_and_the_code_know_the_same_levels_and_rules():
    assert [level.value for level in SCALE.levels] == list(LEVELS)
    assert [special.key for special in SCALE.special] == list(Special)
    assert set(SPECIAL) == set(Special)
    assert set(SCALE.rules) == set(RULES)
    assert set(SCALE.limiting) == set(LIMITS)


def marks(*levels, critical=()):
    plain = [Mark(f"LG{number}", level) for number, level in enumerate(levels, start=1)]
    return [*plain, *(Mark(f"XX{number}", level, is_critical=True) for number, level in enumerate(critical, start=1))]


SECTIONS = [  # levels, critical levels -> result, median, cap
    ([2, 2, 3], [], 2, 2, None),
    ([2, 3], [], 2, 2, None),  # two in the middle: the lower
    ([0, 1, 2, 3], [], 1, 1, None),
    ([3, 3, 3], [], 3, 3, None),
    ([3, 3, 3], [2], 3, 3, None),
    ([3, 3, 3], [1], 1, 3, 1),  # critical at 1: "Section capped at 'partly in place'"
    ([3, 3, 3], [0], 1, 3, 1),  # critical at 0: "section cannot be reported as secure"
    ([0, 0, 0], [1], 0, 0, 1),  # a cap never lifts
    ([0], [], 0, 0, None),
    ([2, NOT_APPLICABLE, NOT_CHECKED, None, 3, 3], [], 3, 3, None),  # only levels count
    ([NOT_APPLICABLE, None], [], None, None, None),
    ([], [], None, None, None),
    ([2, 2], [NOT_APPLICABLE], 2, 2, None),
]


@pytest.mark.parametrize(("levels", "critical", "level", "median", "cap"), SECTIONS)
def test_a_section_is_the_lower_of_its_median_and_what_critical_findings_leave(levels, critical, level, median, cap):
    result = section_result(marks(*levels, critical=critical))
    assert (result.level, result.median, result.cap) == (level, median, cap)


def test_the_spread_and_the_critical_findings_are_shown_beside_the_result():
    result = section_result(marks(0, 2, 2, 3, None, critical=(1, 0, 2, 1)))
    assert result.spread == (2, 2, 3, 1)
    assert (result.critical_at_0, result.critical_at_1) == (("XX2",), ("XX1", "XX4"))
    assert result.has_critical_finding
    assert not section_result(marks(0, 1, critical=(2,))).has_critical_finding


def test_a_level_that_is_not_on_the_scale_is_never_counted():
    with pytest.raises(ValueError, match="not on the scale"):
        section_result([Mark("LG1", 7)])


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([0], "Priority action needed"),
        ([1], "Some arrangements need strengthening"),
        ([2], "Arrangements in place"),
        ([3], "Arrangements in place and making a difference"),
        ([None], ""),
    ],
)
def test_the_public_words_of_a_result(levels, words):
    assert publish_label(section_result(marks(*levels)), SCALE.publish_labels) == words


ANY_LEVEL = st.one_of(st.sampled_from(LEVELS), st.sampled_from(list(Special)), st.none())
ANY_MARKS = st.lists(st.builds(Mark, st.text("AB1", min_size=1, max_size=3), ANY_LEVEL, st.booleans()), max_size=15)


@settings(deadline=None)  # a busy machine is no failure
@given(ANY_MARKS, st.randoms(use_true_random=False))
def test_the_order_of_indicators_changes_nothing(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert section_result(shuffled) == section_result(found)


@settings(deadline=None)  # a busy machine is no failure
@given(ANY_MARKS)
def test_a_cap_never_raises_a_result_and_a_critical_low_is_never_secure(found):
    result = section_result(found)
    uncapped = section_result([Mark(mark.code, mark.level) for mark in found])
    if result.level is None:
        assert uncapped.level is None
    else:
        assert result.level <= uncapped.level
        assert not (result.has_critical_finding and result.level >= 2)


@settings(deadline=None)  # a busy machine is no failure
@given(ANY_MARKS, st.integers(0, 14))
def test_a_better_level_never_makes_a_section_worse(found, place):
    levelled = [number for number, mark in enumerate(found) if mark.level in {0, 1, 2}]
    if not levelled:
        return
    number = levelled[place % len(levelled)]
    better = list(found)
    better[number] = Mark(found[number].code, found[number].level + 1, found[number].is_critical)
    assert section_result(better).level >= section_result(found).level


@settings(deadline=None)  # a busy machine is no failure
@given(ANY_MARKS)
def test_the_spread_counts_every_level_once(found):
    assert sum(section_result(found).spread) == sum(mark.level in LEVELS for mark in found)


@settings(deadline=None)  # a busy machine is no failure
@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS), st.sampled_from(["core", "extended"]))
def test_stronger_evidence_never_makes_an_answer_worse(level, strength, tier):
    weak = problems_with(Marking(level, strength, has_action=True), tier=tier)
    for stronger in range(strength, 4):
        assert len(problems_with(Marking(level, stronger, has_action=True), tier=tier)) <= len(weak)
