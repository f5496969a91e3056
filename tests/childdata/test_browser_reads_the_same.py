"""The script that reads while somebody types finds what the server finds: same kinds, same places, same verdicts."""

import json
import re
import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lscp_portal.childdata.detector import RULES, find_child_details
from lscp_portal.childdata.document import document
from lscp_portal.childdata.translating import javascript
from lscp_portal.childdata.types import Kind, Known
from tests.childdata.browser import run
from tests.childdata.test_growth import PIECES
from tests.childdata.test_measures import corpus
from tests.childdata.test_reading_answers import SAFE, UNSAFE

KNOWN = Known(
    names=("Priya Example", "Tomasz O’Example"),
    mailboxes=("P.Example@school.example",),
    telephones=("01632 960111", "+44 (0)1632 960112", "999 000 0018"),
    postcodes=("ze1 9zz",),
)
OWN = [
    "Each pupil knows Priya and Tomasz by name",
    "His mother, Mrs O’Example, wrote to p.example@SCHOOL.example from ZE1  9ZZ, ZE19ZZ or ZE2 9ZZ",
    "Ring 01632 960111, +44 1632 960112 or 01632 960113",
]
SCRIPT_A = "\U0001d49c"  # a letter that JavaScript counts as two
ODD = [
    # dotless and dotted i, long s, the sign of Kelvin: ignoring case takes them for i, s and k
    "pup\u0131l AB, PUP\u0130L CD and \u017ftudent EF; \u212aEVIN’S mum in Year 4",
    "NHS \u0669\u0669\u0669 000 0018 and \uff19\uff19\uff19 000 0018 and \U0001d7d7\U0001d7d7\U0001d7d7 000 0018",
    f"{SCRIPT_A} born on 3 May 2015, Amira {SCRIPT_A * 400} DOB 3 May 2015 {(SCRIPT_A + ' ') * 299}Amira",
    f"NHS{SCRIPT_A * 21} 999 000 0018; NHS{SCRIPT_A * 25} 999 000 0018",
    "child A\n", "child A\n\n", "pupil Zed\n", "pupil Zed\x1cfoo", "passport\x1cno.\x85 999000001", "Child Q",
    "Müller’s mum; the O’Néill-Bräun family; Chloë in Y6; esmé’s dad; JOSÉ in Y6", "ULN\n\n9990000011", "",
]  # fmt: skip
SNIPPETS = [
    "child AB", " pupil", " Amira", "’s", "'s", " mum", " born on ", " 3 May 2015", " DOB", ".", "\n", " NHS ",
    "999 000 0018", " in Y6", "(", ")", " @", "-", "\u212a", "\u017f", "\u0130", "é",
]  # fmt: skip
SENTENCES = [text for _, text in corpus()] + [text for text, *_ in UNSAFE] + SAFE + OWN
WORDS = st.sampled_from([*SENTENCES, *PIECES, *SNIPPETS])
NO_SIGNS = ("Cs", "Cn", "Co")
SIGNS = st.characters(exclude_categories=NO_SIGNS)
TEXTS = st.lists(st.one_of(WORDS, st.text(SIGNS, max_size=12)), max_size=12).map("".join)


def read_here(text, known):
    found = find_child_details(text, known=known)
    return [[one.kind.value, one.start, one.end, one.severity, one.sentence] for one in found]


def differences(texts, known):
    pairs = zip(texts, run("read", texts, known), strict=True)
    return [(text, here, there) for text, there in pairs if (here := read_here(text, known)) != there]


@pytest.mark.parametrize("known", [Known(), KNOWN], ids=["nothing known", "own people known"])
def test_the_corpus_and_all_other_sentences_are_read_alike(known):
    texts = [*SENTENCES, *ODD, "\n".join(SENTENCES), *((piece * 2_000)[:2_000] for piece in PIECES)]
    assert differences(texts, known) == []
    assert {finding[0] for found in run("read", texts, known) for finding in found} == set(Kind)


def test_texts_that_nobody_thought_of_are_read_alike():
    """Hypothesis makes the texts, and Node reads them all at once: starting it for each would take minutes."""
    texts = []

    @settings(max_examples=3_000, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
    @given(TEXTS)
    def collect(text):
        texts.append(text)

    collect()
    assert len(set(texts)) > 1_000
    assert differences(texts, KNOWN) == []


@pytest.mark.parametrize(
    "source",
    [
        r"\w",
        r"[^\w]",
        r"\d",
        r"\D",
        r"\s",
        r"[^\W\d_]",
        ".",
        "(?i:[a-z])",
        "(?i:[à-ÿ])",
        r"(?i:[^k])",
        r"\b",
        "a|[b-d]",
    ],
)
def test_a_pattern_matches_the_same_signs(source):
    """Every sign that Python knows, one a line."""
    signs = [sign for sign in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(sign) not in NO_SIGNS]
    pattern = re.compile(source)
    there = run("signs", signs, pattern=javascript(pattern))
    assert [sign for sign, matches in zip(signs, there, strict=True) if matches != bool(pattern.search(sign))] == []


def test_every_rule_is_handed_out_with_its_verdict_and_its_test():
    handed_out = json.loads(document())
    assert [(rule["kind"], rule["severity"]) for rule in handed_out["rules"]] == [
        (rule.kind, rule.severity) for rule in RULES
    ]
    assert set(handed_out["sentences"]) == set(Kind)
