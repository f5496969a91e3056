"""Reading takes time in proportion to the text: no rule backtracks its way through a long answer."""

import time

import pytest

from lscp_portal.childdata.cases import CASE_WORDS, rare_combinations
from lscp_portal.childdata.contacts import CONTACT_DETAILS
from lscp_portal.childdata.detector import find_child_details
from lscp_portal.childdata.numbers import PERSONAL_NUMBERS
from lscp_portal.childdata.people import PEOPLE, first_names


def reading(rules):
    return lambda text: [finding for rule in rules for finding in rule.read(text, frozenset())]


RULES = {
    "personal numbers": reading(PERSONAL_NUMBERS),
    "people": reading(PEOPLE),
    "contact details": reading(CONTACT_DETAILS),
    "case words": reading(CASE_WORDS),
    "first names": lambda text: first_names(text, frozenset()),
    "rare combinations": lambda text: rare_combinations(text, frozenset()),
    "all": find_child_details,
}
PIECES = (
    "child AB ", "A", " ", "1", "1 ", "born ", "born 3 May ", "a@", "a.", "a-", "pupil called ", "Y9 boy ",
    "the only a ", "two a ", "Amira’s pupil ", "strategy meeting ", "he alleged ", "MASH case ", "07", "A.", "'",
    "passport ", "ULN ", "Zebedee Quillfeather ", "Zz, ", "Z-", "Z’a", "Zz de la ", "Z. ", "Mrs Zz ", "aged 9 ",
    "Zz aged ", "Lord Zz School ", "+44 (0)", "NHS 999 000 0018 ", "jo@mail.example ",
)  # fmt: skip
SHORT, MIDDLE, LONG = 1_000, 10_000, 20_000
# From 1,000 to 20,000 characters a linear rule takes 20 times as long, a quadratic one 400 times.
STEEP = 90
SMALLEST = 0.0002  # seconds: a shorter reading is noise, and is taken for this


def seconds(rule, text):
    """The fastest of three readings, in processor time of this process alone."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        list(rule(text))
        taken.append(time.process_time() - started)
    return max(min(taken), SMALLEST)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_reading_grows_with_the_length_of_the_text_and_no_faster(rule):
    for piece in PIECES:
        short, middle, long = (seconds(rule, (piece * size)[:size]) for size in (SHORT, MIDDLE, LONG))
        assert middle / short < STEEP * MIDDLE / LONG, piece
        assert long / short < STEEP, piece
