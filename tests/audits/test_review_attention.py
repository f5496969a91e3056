"""What a reader looks at first: the reasons by a hand-typed table, the order by properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.answers.types import Entry
from audits.carrying.types import Earlier
from audits.review.attention import ANSWERED, CRITICAL, GROUPS, attention, grouped
from audits.review.types import Line, SchoolAnswer

LEVELS = ["", "not_in_place", "partly", "secure", "embedded", "not_checked", "not_applicable"]


def last_time(level, strength=2, review="") -> Earlier:
    """What the school said in the year before."""
    said = Entry(level=level, strength=strength)
    return Earlier(
        answer_id=1, audit_id=1, cycle="Last year", submitted_on=date(2026, 3, 2), said=said, review_level=review
    )


ATTENTION = [  # the answer, critical or not, last time, the reasons
    (SchoolAnswer(level="secure", strength=2), False, None, ()),
    (SchoolAnswer(level="secure", strength=2), True, None, ("Critical",)),
    (SchoolAnswer(level="partly", strength=0), False, None, ("Low",)),
    (SchoolAnswer(level="not_in_place"), True, None, ("Critical", "Low")),
    (SchoolAnswer(level="secure", strength=0), False, None, ("Weak evidence",)),
    (SchoolAnswer(level="secure"), False, None, ("Weak evidence",)),
    (SchoolAnswer(level="not_checked"), False, None, ("Not checked",)),
    (SchoolAnswer(), False, None, ("Not checked",)),
    (SchoolAnswer(level="not_applicable"), False, None, ("Said not to apply",)),
    (SchoolAnswer(level="secure", strength=2), False, last_time("secure"), ()),
    (SchoolAnswer(level="secure", strength=2), False, last_time("partly"), ("Changed",)),
    (SchoolAnswer(level="secure", strength=2), False, last_time("secure", 3), ("Changed",)),
    (SchoolAnswer(level="secure", strength=2), False, last_time("secure", 2, "partly"), ("Contradicted",)),
    (SchoolAnswer(level="secure", strength=2), False, last_time("secure", 2, "embedded"), ()),
    (SchoolAnswer(level="secure", strength=2), False, last_time("secure", 2, "not_applicable"), ()),
    (SchoolAnswer(level="partly", strength=2), False, last_time("secure", 2, "partly"), ("Changed", "Low")),
]


@pytest.mark.parametrize(("answer", "critical", "earlier", "reasons"), ATTENTION)
def test_what_stands_out_is_said_in_words(answer, critical, earlier, reasons):
    assert attention(answer, is_critical=critical, earlier=earlier) == reasons


@st.composite
def lines(draw) -> list[Line]:
    """Up to 30 indicators in any mixture."""
    answers = st.builds(SchoolAnswer, level=st.sampled_from(LEVELS), strength=st.sampled_from([None, 0, 1, 2, 3]))
    before = st.none() | st.builds(
        last_time, st.sampled_from(LEVELS), st.integers(0, 3), st.sampled_from(["", "partly", "secure"])
    )
    found = draw(st.lists(st.tuples(answers, st.booleans(), before), max_size=30))
    return [
        Line(
            indicator_id=place, code=f"LG{place}", text="", evidence="", is_critical=critical, allow_na=True,
            answer=answer, earlier=earlier, attention=attention(answer, is_critical=critical, earlier=earlier),
        )
        for place, (answer, critical, earlier) in enumerate(found)
    ]  # fmt: skip


@given(lines())
def test_each_line_stands_in_one_group_and_keeps_the_order_of_the_framework_there(these):
    groups = grouped(these)
    assert sorted(line.indicator_id for group in groups for line in group.lines) == list(range(len(these)))
    for group in groups:
        ids = [line.indicator_id for line in group.lines]
        assert ids == sorted(ids)


@given(lines())
def test_what_stands_out_comes_before_what_does_not_and_critical_before_all(these):
    order = [line for group in grouped(these) for line in group.lines]
    stands_out = [bool(line.attention) for line in order]
    assert stands_out == sorted(stands_out, reverse=True)
    critical = [line.is_critical for line in order]
    assert critical == sorted(critical, reverse=True)


def test_every_reason_has_its_group():
    named = set().union(*(reasons for _title, _words, reasons in GROUPS))
    typed = {reason for _answer, _critical, _earlier, reasons in ATTENTION for reason in reasons}
    assert named == typed | {ANSWERED}


def test_what_the_school_has_answered_comes_before_everything_else():
    sound = SchoolAnswer(level="secure", strength=2)
    assert attention(sound, is_critical=False, is_answered=True) == (ANSWERED,)
    plain = {"text": "", "evidence": "", "allow_na": True, "answer": sound}
    critical = Line(indicator_id=1, code="LG1", is_critical=True, attention=(CRITICAL,), **plain)
    answered = Line(indicator_id=2, code="LG2", is_critical=False, attention=(ANSWERED,), **plain)
    assert [group.lines[0].code for group in grouped([critical, answered])] == ["LG2", "LG1"]
