"""From facts to signals to a band: worked by hand, and the two promises: worse is never lower, and order is nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.triage.models import Band
from audits.triage.rulebook import current_rules, default_rules, differences
from audits.triage.rules import CLOSEST_FIRST, RULES, due_steps, judged
from audits.triage.signals import WATCHED, signals_of
from audits.triage.types import Copied, Facts, Rulebook, Strength

TODAY = date(2026, 11, 26)
DEFAULT = default_rules()
QUIET = Facts(
    on=TODAY, answers=60, core=50, claims=50, low=10, reviewed=60, review_cycle="Full audit 2025", has_visits=True,
    verified_on=date(2026, 3, 2), secure_cycles=True,
)  # fmt: skip
NEARLY = Copied("LG1", "LG1", 92, audit_id=7, urn=900002, school="Beacon Hill Academy")
SIX_COPIED = tuple(replace(NEARLY, code=f"LG{number}", other_code=f"LG{number}") for number in range(6))

BANDS = [  # facts that differ from a quiet return, the band by hand from domain.md 5.3, the rules that hold
    ({}, "standard", {"standard"}),
    ({"critical_reviewed": ("DS1",)}, "priority", {"critical_reviewed"}),
    ({"is_returned": False, "days_late": 39}, "standard", {"standard"}),
    ({"is_returned": False, "days_late": 40}, "priority", {"no_return"}),
    ({"critical_own": ("DS1",)}, "enhanced", {"critical_own"}),
    ({"new_head": date(2026, 9, 1)}, "standard", {"standard"}),
    ({"new_head": date(2026, 9, 1), "new_dsl": date(2026, 1, 5)}, "enhanced", {"new_leaders"}),
    ({"new_head": date(2025, 9, 1), "new_dsl": date(2026, 1, 5)}, "standard", {"standard"}),
    ({"core_unproven": 20}, "standard", {"standard"}),  # 40 %, and nothing beside it
    ({"core_unproven": 20, "days_late": 5}, "standard", {"standard"}),  # one prompt beside it
    ({"core_unproven": 20, "days_late": 5, "short": 30}, "enhanced", {"several"}),
    ({"core_unproven": 16, "days_late": 5, "short": 30}, "standard", {"standard"}),  # 32 %: below a third
    ({"on_paper": 40, "days_late": 5, "own_higher": 12}, "enhanced", {"several"}),  # 80 % on paper, 20 % above
    ({"core_unproven": 20, "days_late": 5, "asked_of": 4, "overdue": 2}, "enhanced", {"several"}),
    ({"core_unproven": 20, "days_late": 5, "asked_of": 4, "overdue": 1}, "standard", {"standard"}),  # below two
    ({"on_paper": 40, "copied": SIX_COPIED, "short": 30}, "enhanced", {"several"}),
    ({"days_late": 90, "short": 60, "own_higher": 60}, "standard", {"standard"}),  # prompts without weak evidence
    ({"critical_own": ("DS1",), "critical_reviewed": ("DS1",)}, "priority", {"critical_own", "critical_reviewed"}),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "band", "rules"), BANDS)
def test_bands_worked_by_hand(changes, band, rules):
    found = judged(replace(QUIET, **changes), DEFAULT)
    assert (found.band, {reason.rule for reason in found.reasons}) == (band, rules)
    assert all(reason.sentence.endswith(".") for reason in found.reasons)


SIGNALS = [  # signal, facts, strength and what its sentence says
    ("late", {"days_late": 0}, "none", "came in time"),
    ("late", {"days_late": 1}, "slight", "1 working day after its due date"),
    ("late", {"days_late": 5}, "clear", "5 working days after"),
    ("late", {"days_late": 10}, "strong", "10 working days"),
    ("late", {"days_late": 3, "is_returned": False}, "slight", "has not come"),
    ("thin", {"short": 20}, "slight", "20 of 60 answers"),  # 33.3 %
    ("thin", {"short": 21}, "clear", "21 of 60"),  # 35 %
    ("thin", {"short": 41}, "strong", "41 of 60"),  # 68.3 %
    ("thin", {"answers": 0}, "nothing_to_compare", "no answer of this kind"),
    ("weak_evidence", {"core_unproven": 17}, "clear", "17 of 50 core indicators"),  # 34 %
    ("paper_only", {"on_paper": 0}, "none", "sampled or confirmed"),
    ("own_above_review", {"own_higher": 12}, "clear", "In Full audit 2025 the review was lower than the school in 12"),
    ("own_above_review", {"reviewed": 0}, "nothing_to_compare", "nothing to compare with"),
    ("critical_reviewed", {"reviewed": 0}, "nothing_to_compare", "nothing to compare with"),
    ("critical_own", {"critical_own": ("SR2", "DS1")}, "strong", "not in place: DS1, SR2."),
    ("copied", {"compared_with": 12}, "none", "or in 12 other returns"),
    ("copied", {"copied": (NEARLY,)}, "slight", "1 answer also in the return of Beacon Hill Academy"),
    ("copied", {"copied": SIX_COPIED}, "clear", "6 answers also in the return of Beacon Hill Academy"),
    ("copied", {"copied": (Copied("LG1", "CU1", 100),)}, "slight", "1 answer also in another section"),
    ("none_low", {"low": 0}, "slight", "Ask how it looked for gaps"),
    ("none_low", {"low": 1}, "none", "1 answer partly"),
    ("verified", {}, "clear", "2 March 2026"),
    ("verified", {"verified_on": date(2024, 3, 2)}, "none", "2 March 2024"),
    ("verified", {"verified_on": None}, "none", "Nobody of the partnership has visited"),
    ("verified", {"has_visits": False}, "not_collected", "not known"),
    ("secure_cycles", {"secure_cycles": None}, "nothing_to_compare", "Fewer than two"),
    ("voice_gap", {}, "not_collected", "not collected yet"),
    ("actions_overdue", {}, "nothing_to_compare", "Nothing has been asked"),
    ("actions_overdue", {"asked_of": 3}, "none", "Of 3 improvements asked for, none is overdue."),
    ("actions_overdue", {"asked_of": 3, "overdue": 1, "overdue_by": 4}, "slight", "1 is overdue"),
    ("actions_overdue", {"asked_of": 3, "overdue": 2, "overdue_by": 4}, "clear", "2 are overdue"),
    ("actions_overdue", {"asked_of": 6, "overdue": 4, "overdue_by": 31}, "strong", "Of 6 improvements asked for, 4"),
    ("inspection", {}, "not_collected", "not collected yet"),
    ("partner_data", {}, "not_collected", "not collected yet"),
]


@pytest.mark.parametrize(("key", "changes", "strength", "words"), SIGNALS)
def test_signals_worked_by_hand(key, changes, strength, words):
    signal = next(one for one in signals_of(replace(QUIET, **changes), DEFAULT) if one.key == key)
    assert signal.strength == strength
    assert words in signal.sentence


def test_every_signal_is_always_shown():
    keys = [one.key for one in signals_of(Facts(on=TODAY, is_returned=False), DEFAULT)]
    assert keys == [one.key for one in WATCHED]
    assert {key for key, *_rest in SIGNALS} | {"no_return", "new_leaders", "whistleblowing", "voice_near"} == set(keys)


def test_light_is_not_proposed_while_voice_is_not_collected_and_a_partnership_can_do_without():
    assert judged(QUIET, DEFAULT).band == Band.STANDARD
    without_voice = replace(DEFAULT, uncounted=frozenset({"voice_near"}))
    assert judged(QUIET, without_voice).band == Band.LIGHT
    assert judged(replace(QUIET, verified_on=None), without_voice).band == Band.STANDARD
    assert judged(replace(QUIET, secure_cycles=None), without_voice).band == Band.STANDARD
    assert judged(replace(QUIET, days_late=6), without_voice).band == Band.STANDARD


def test_a_rule_that_is_off_and_a_signal_that_does_not_count_move_nothing():
    late = replace(QUIET, critical_own=("DS1",))
    assert judged(late, replace(DEFAULT, unapplied=frozenset({"critical_own"}))).band == Band.STANDARD
    assert judged(late, replace(DEFAULT, uncounted=frozenset({"critical_own"}))).band == Band.STANDARD


@st.composite
def some_facts(draw):
    """Any facts that can be."""
    answers, core, claims, reviewed = (draw(st.integers(1, 60)) for _number in range(4))
    day = st.none() | st.dates(date(2022, 1, 1), TODAY)
    codes = st.lists(st.sampled_from(["DS1", "DS2", "SR2", "LG1"]), unique=True).map(tuple)
    return Facts(
        on=TODAY, is_returned=draw(st.booleans()), days_late=draw(st.integers(0, 80)), answers=answers,
        short=draw(st.integers(0, answers)), core=core, core_unproven=draw(st.integers(0, core)), claims=claims,
        on_paper=draw(st.integers(0, claims)), low=draw(st.integers(0, 10)), critical_own=draw(codes),
        review_cycle="Full audit 2025", reviewed=reviewed, own_higher=draw(st.integers(0, reviewed)),
        critical_reviewed=draw(codes), secure_cycles=draw(st.none() | st.booleans()), new_head=draw(day),
        new_dsl=draw(day), verified_on=draw(day), has_visits=True, asked_of=draw(st.integers(0, 12)),
        overdue=draw(st.integers(0, 12)), overdue_by=draw(st.integers(0, 90)),
        copied=draw(st.lists(st.builds(
            Copied, st.sampled_from(["LG1", "CU1"]), st.sampled_from(["DS1", "PP1"]), st.integers(85, 100),
            st.integers(0, 3), st.integers(1, 3), st.sampled_from(["A school", "B school"]),
        ), max_size=12).map(tuple)),
    )  # fmt: skip


BOOKS = st.sampled_from([
    DEFAULT,
    replace(DEFAULT, uncounted=frozenset({"voice_near"})),
    replace(DEFAULT, together=1, limits=dict(DEFAULT.limits) | {"late": 1, "thin": 10}),
    replace(
        DEFAULT, uncounted=frozenset({"voice_near", "verified"}), rules=dict(DEFAULT.rules) | {"several": "priority"}
    ),
])  # fmt: skip
WORSE = {
    "later": lambda one, by: replace(one, days_late=one.days_late + by),
    "thinner": lambda one, by: replace(one, short=min(one.short + by, one.answers)),
    "weaker": lambda one, by: replace(one, core_unproven=min(one.core_unproven + by, one.core)),
    "more on paper": lambda one, by: replace(one, on_paper=min(one.on_paper + by, one.claims)),
    "further above the review": lambda one, by: replace(one, own_higher=min(one.own_higher + by, one.reviewed)),
    "a critical gap of its own": lambda one, _by: replace(one, critical_own=(*one.critical_own, "XX1")),
    "a critical gap reviewed": lambda one, _by: replace(one, critical_reviewed=(*one.critical_reviewed, "XX1")),
    "not secure": lambda one, _by: replace(one, secure_cycles=False),
    "not visited": lambda one, _by: replace(one, verified_on=None),
    "new leaders": lambda one, _by: replace(one, new_head=TODAY, new_dsl=TODAY),
    "overdue": lambda one, by: replace(one, asked_of=one.asked_of + by, overdue=one.overdue + by),
    "copied": lambda one, by: replace(one, copied=one.copied + (Copied("LG1", "CU1", 100),) * by),
}


@given(some_facts(), BOOKS, st.sampled_from(sorted(WORSE)), st.integers(1, 40))
def test_a_worse_fact_never_lowers_a_band(facts, book, how, by):
    before, after = judged(facts, book).band, judged(WORSE[how](facts, by), book).band
    assert CLOSEST_FIRST.index(after) <= CLOSEST_FIRST.index(before)


@given(some_facts(), BOOKS, st.randoms(use_true_random=False))
def test_the_order_of_facts_is_nothing(facts, book, chance):
    lists = {name: list(getattr(facts, name)) for name in ("critical_own", "critical_reviewed", "copied")}
    for values in lists.values():
        chance.shuffle(values)
    shuffled = replace(facts, **{name: tuple(values) for name, values in lists.items()})
    assert signals_of(facts, book) == signals_of(shuffled, book)
    assert judged(facts, book) == judged(shuffled, book)


@given(some_facts())
def test_facts_are_kept_and_read_back_as_they_were(facts):
    assert Facts.of(facts.as_kept()) == facts


def test_the_default_reads_as_it_is_written_and_names_everything_once():
    assert Rulebook.of(DEFAULT.as_kept(), version=0) == DEFAULT
    assert set(DEFAULT.rules) == {rule.key for rule in RULES}
    assert set(DEFAULT.limits) <= {one.key for one in WATCHED}
    assert all(one.unit for one in WATCHED if one.key in DEFAULT.limits)
    assert list(differences(DEFAULT, DEFAULT)) == []


def test_what_changed_is_said_in_sentences():
    after = replace(
        DEFAULT, limits=dict(DEFAULT.limits) | {"late": 10}, uncounted=frozenset({"thin"}), together=3, sample=15,
        rules=dict(DEFAULT.rules) | {"critical_own": "priority"}, unapplied=frozenset({"several"}),
        days=dict(DEFAULT.days) | {"call": 10},
    )  # fmt: skip
    assert list(differences(DEFAULT, after)) == [
        "A late return: limit 5 to 10 working days.",
        "A thin return: no longer counts.",
        "Several prompts beside weak evidence: no longer applies.",
        "The school itself calls a critical indicator not in place: enhanced to priority.",
        "Enhanced: a supportive call within: 15 to 10 working days.",
        "Prompts beside weak evidence: 2 to 3 prompts.",
        "Random sample: 10 to 15 per cent.",
    ]


def test_response_times_count_working_days_of_the_partnership():
    since = date(2026, 12, 23)  # a Wednesday; 25 and 28 December and 1 January are bank holidays
    steps = due_steps(band="priority", since=since, days=DEFAULT.days)
    assert [step.due_on for step in steps] == [date(2026, 12, 24), date(2027, 1, 11)]
    (call, visit) = due_steps(band="enhanced", since=since, days=DEFAULT.days)
    assert (call.due_on, visit.due_on) == (date(2027, 1, 18), None)
    for band in ("standard", "light"):
        assert [step.due_on for step in due_steps(band=band, since=since, days=DEFAULT.days)] == [None]


def test_a_strength_is_one_of_six_and_each_has_words():
    assert {one.words for one in Strength} == {
        "Not collected yet", "Nothing to compare with yet", "No signal", "Below your limit", "At your limit",
        "Well above your limit",
    }  # fmt: skip
    assert [one for one in Strength if one.is_raised] == [Strength.CLEAR, Strength.STRONG]


def test_a_partnership_without_rules_of_its_own_has_the_default(cast):
    with cast.as_("lead"):
        assert current_rules() == DEFAULT
    assert TODAY - timedelta(days=365) == date(2025, 11, 26)  # the year of "new"
