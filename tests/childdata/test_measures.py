"""How well the detector reads the corpus, class by class: `pytest -s` prints it, and the documentation must agree."""

import random
from pathlib import Path

import pytest
import yaml

from lscp_portal.childdata.detector import find_child_details
from lscp_portal.childdata.numbers import UPN_LETTERS, is_learner_number, is_nhs_number
from lscp_portal.childdata.types import Kind

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "developer" / "child-details.md"
INNOCENT = "innocent"
PRECISION_FLOOR = 0.9
RECALL_FLOORS = {Kind.NAME: 0.75}  # a surname alone, and a name that is also a word, cannot all be known
USUAL_RECALL_FLOOR = 0.9
HIGHEST_WEIGHT = 10


def made_up(chance):
    """Invented numbers, the same in every run."""

    def digits(count):
        return "".join(chance.choice("0123456789") for _ in range(count))

    def passing(first, test):
        return next(number for number in iter(lambda: first + digits(9), None) if test(number))

    upn = digits(12)
    check = UPN_LETTERS[sum(weight * int(digit) for weight, digit in enumerate(upn, start=2)) % 23]
    return {
        "upn": check + upn,
        "nhs": passing("9", is_nhs_number),
        "uln": passing("9", is_learner_number),
        "plain": passing("9", lambda number: not is_nhs_number(number) and not is_learner_number(number)),
        "nino": f"JJ {digits(2)} {digits(2)} {digits(2)} C",
        "nine": digits(9),
    }


def corpus():
    """(class, sentence) pairs."""
    chance = random.Random(82)  # noqa: S311 - invented numbers, no secret
    classes = yaml.safe_load((HERE / "corpus.yaml").read_text(encoding="utf-8"))
    return [(label, text.format(**made_up(chance))) for label, texts in classes.items() for text in texts]


def measured(sentences):
    """Kind -> (sentences with it, found rightly, found wrongly)."""
    read = [(label, {finding.kind for finding in find_child_details(text)}) for label, text in sentences]
    return {
        kind: (
            sum(label == kind for label, _ in read),
            sum(label == kind and kind in found for label, found in read),
            sum(label != kind and kind in found for label, found in read),
        )
        for kind in Kind
    }


def table(figures):
    lines = ["| Class | Sentences | Precision | Recall |", "|---|---|---|---|"]
    for kind, (there, right, wrong) in figures.items():
        lines.append(f"| {kind.value} | {there} | {right / (right + wrong):.2f} | {right / there:.2f} |")
    return "\n".join(lines)


def alarms(sentences):
    """Innocent sentences in which something was found."""
    return [text for label, text in sentences if label == INNOCENT and find_child_details(text)]


@pytest.fixture(scope="module")
def sentences():
    return corpus()


def test_the_corpus_is_large_without_doubles_and_half_innocent(sentences):
    innocent = sum(label == INNOCENT for label, _ in sentences)
    assert len(sentences) >= 400
    assert len({text for _, text in sentences}) == len(sentences)
    assert 0.45 <= innocent / len(sentences) <= 0.55
    assert {label for label, _ in sentences} == {INNOCENT, *Kind}


@pytest.mark.parametrize("kind", Kind)
def test_each_class_keeps_its_floors(sentences, kind):
    there, right, wrong = measured(sentences)[kind]
    assert right / (right + wrong) >= PRECISION_FLOOR
    assert right / there >= RECALL_FLOORS.get(kind, USUAL_RECALL_FLOOR)


def test_innocent_prose_is_seldom_stopped(sentences):
    stopped = alarms(sentences)
    assert len(stopped) / sum(label == INNOCENT for label, _ in sentences) <= 0.05, stopped


def test_the_documentation_shows_what_was_measured(sentences):
    shown = table(measured(sentences))
    print(f"\n{shown}")
    assert shown in DOCUMENT.read_text(encoding="utf-8")


def test_two_in_eleven_random_ten_digit_numbers_pass_a_check_digit():
    """By exact count: the check depends on the weighted sum of nine digits modulo 11 alone."""
    ways = {0: 1}
    for weight in range(10, 1, -1):
        step = dict.fromkeys(range(11), 0)
        for rest, count in ways.items():
            for digit in range(weight == HIGHEST_WEIGHT, 10):  # the first digit is never 0
                step[(rest + weight * digit) % 11] += count
        ways = step
    passing = 0
    for rest, count in ways.items():
        body = next(one for one in (f"1{n:08}" for n in range(1, 500)) if weighted(one) == rest)
        passing += count * sum(
            is_nhs_number(f"{body}{last}") or is_learner_number(f"{body}{last}") for last in range(10)
        )
    assert sum(ways.values()) == 9 * 10**8
    assert passing / (9 * 10**9) == pytest.approx(2 / 11, abs=1e-6)


def weighted(body):
    return sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), body, strict=True)) % 11


def test_a_labelled_number_blocks_and_a_bare_one_warns():
    for label, kind in (("nhs", Kind.NHS_NUMBER), ("uln", Kind.LEARNER_NUMBER)):
        number = made_up(random.Random(7))[label]  # noqa: S311
        word = label.upper()
        assert [(one.kind, one.severity) for one in find_child_details(f"{word} {number}")] == [(kind, "block")]
        assert [(one.kind, one.severity) for one in find_child_details(f"Seen: {number}")] == [(kind, "warn")]
