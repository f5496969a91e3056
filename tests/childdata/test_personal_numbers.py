"""Numbers that name one person. Every number here is made up by the test, or lies in a range kept for tests."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lscp_portal.childdata.detector import blocking, find_child_details
from lscp_portal.childdata.types import Kind

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
DIGITS = "0123456789"


@st.composite
def upns(draw):
    body = draw(st.text(DIGITS, min_size=11, max_size=11)) + draw(st.sampled_from(DIGITS + LETTERS))
    total = sum((n + 2) * (int(mark) if mark in DIGITS else LETTERS.index(mark)) for n, mark in enumerate(body))
    return LETTERS[total % 23] + body


@st.composite
def nhs_numbers(draw):
    """In the 999 series, which is never given to anybody."""
    body = "999" + draw(st.text(DIGITS, min_size=6, max_size=6))
    check = (11 - sum((10 - n) * int(digit) for n, digit in enumerate(body)) % 11) % 11
    assume(check != 10)
    number = f"{body}{check}"
    assume(len(set(number)) > 1)
    return number


def kinds(text):
    return [finding.kind for finding in blocking(text)]


@given(upns(), st.sampled_from(["We told {}.", "UPN {} was moved", "({})", "{}"]))
def test_a_unique_pupil_number_is_always_found(upn, sentence):
    assert kinds(sentence.format(upn)) == [Kind.UPN]
    assert kinds(sentence.format(upn.lower())) == [Kind.UPN]


@given(upns(), st.sampled_from(LETTERS))
def test_a_wrong_check_letter_is_no_pupil_number(upn, letter):
    assume(letter != upn[0])
    assert Kind.UPN not in kinds(f"Reference {letter}{upn[1:]}")


@given(nhs_numbers(), st.sampled_from(["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "{0}\u00a0{1}\u00a0{2}"]))
def test_an_nhs_number_is_always_found(number, layout):
    written = layout.format(number[:3], number[3:6], number[6:])
    assert kinds(f"The NHS number {written} was recorded.") == [Kind.NHS_NUMBER]
    warned = [(one.kind, one.severity) for one in find_child_details(f"The number {written} was recorded.")]
    assert warned == [(Kind.NHS_NUMBER, "warn")]


@given(nhs_numbers(), st.sampled_from(DIGITS))
def test_a_wrong_check_digit_is_no_nhs_number(number, digit):
    assume(digit != number[9])
    assert kinds(f"The NHS number {number[:9]}{digit} was recorded.") == []


@pytest.mark.parametrize("text", ["0000000000", "12345678901234567890", "URN 123456", "+44 9990000018", "£1,000,000"])
def test_ordinary_numbers_are_left_alone(text):
    assert blocking(text) == []


def test_a_national_insurance_number_is_found_with_and_without_spaces():
    for text in ("JJ 12 34 56 C", "jj123456c", "JJ-12-34-56-C"):
        assert kinds(f"Recorded {text} on file") == [Kind.NATIONAL_INSURANCE]
    assert kinds("Form QQ 12 34 56 C and BG123456A are never issued") == []


def test_learner_and_passport_numbers_need_their_word():
    assert kinds("ULN: 9990000011") == [Kind.LEARNER_NUMBER]
    assert kinds("passport number 999000001 was seen") == [Kind.PASSPORT]
    assert kinds("order 999000001 was seen") == []


@given(st.one_of(upns(), nhs_numbers()))
def test_what_the_writer_is_told_never_repeats_the_number(number):
    for finding in find_child_details(f"We saw {number} here"):
        assert not set(finding.sentence) & set(DIGITS)
        assert number not in repr(finding)


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault_and_findings_stay_inside_it(text):
    findings = find_child_details(text)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)
    assert all(one.end <= two.start for one, two in pairwise(findings))
