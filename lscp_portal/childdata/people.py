"""Wording that names one child or a relative: births, initials, names."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lscp_portal.childdata.phrases import DATE, ONE_CHILD, RELATIVE, SENTENCE, WORD, YEAR_GROUP, plain, sentence_around
from lscp_portal.childdata.types import Finding, Kind
from lscp_portal.childdata.words import word_list

NEAR = 4  # words between a name and "pupil"; further away the two seldom belong together
BIRTH = re.compile(
    rf"\b(?:born|d\.?o\.?b\.?|date of birth|birth ?date|birthday)(?![a-z])[^.!?\n]{{0,30}}?{DATE}"
    rf"|\b{DATE}[^.!?\n\d]{{0,12}}\b(?:d\.?o\.?b\b|date of birth|birthday)",
    re.IGNORECASE,
)
CAPITALS = r"[A-Z]\.?(?: ?[A-Z]\.?){1,2}(?![A-Za-z0-9])"
INITIALS = (
    re.compile(
        rf"\b(?i:{ONE_CHILD}|{RELATIVE})(?:(?:,|,? called|,? named)? | \()({CAPITALS}|[B-HJ-Z]\b(?![\u2019'-]))"
    ),
    re.compile(rf"(?<![\w.&/-])({CAPITALS}),? ?(?:in |from |of |\(in |\()(?i:{YEAR_GROUP})"),
)
CHILD_A = re.compile(rf"\b(?i:{ONE_CHILD}) (A)(?=[.,;:)]|$| (?:was|is|had|has|and|in|did)\b)")
CALLED = re.compile(
    rf"\b(?:{ONE_CHILD}|{RELATIVE})(?:,? called|,? named|,)? ([A-Z][a-zà-ÿ]+(?:[\u2019'-][A-Za-zà-ÿ]+)*)(?=[ ,.;]|$)"
)
TITLED = re.compile(rf"\b(?:{RELATIVE})\b(?:,| \()? ((?:Mrs?|Ms|Miss)\.? [A-Z][a-zà-ÿ]+)")
FAMILY = re.compile(
    r"\b[Tt]he ([A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?) (?:family|twins|siblings|brothers|sisters|children)\b"
)
PUBLISHED_REVIEW = "Child Q"  # a national review that schools train on
BELONGS = re.compile(rf"(?:{ONE_CHILD}|{RELATIVE})", re.IGNORECASE)
IN_A_YEAR = re.compile(rf",? ?(?:in |\(|from ){YEAR_GROUP}", re.IGNORECASE)
FIRST_NAMES = word_list("first_names")
SCHOOL_CAPITALS = word_list("school_capitals")
STAFF = word_list("staff")
NOT_PEOPLE = word_list("not_people")
NOT_FAMILIES = word_list("not_families")
NOT_NAMES = word_list("not_names")


def births(text: str) -> Iterator[Finding]:
    """A date of birth: it blocks when a name stands in the same sentence, otherwise it warns."""
    for found in BIRTH.finditer(text):
        words = WORD.findall(sentence_around(text, *found.span()))
        if any(word[0].isupper() and plain(word) in FIRST_NAMES for word in words):
            yield Finding(Kind.BIRTH_AND_NAME, *found.span(), "block")
        else:
            yield Finding(Kind.BIRTH_DATE, *found.span(), "warn")


def initials(text: str) -> Iterator[Finding]:
    """Capitals used as a name: "child AB", "J.S. in Y6", "Child A"; not the capitals that schools write daily."""
    for pattern in INITIALS:
        for found in pattern.finditer(text):
            if re.sub(r"[^A-Z]", "", found[1]) not in SCHOOL_CAPITALS and found[0] != PUBLISHED_REVIEW:
                yield Finding(Kind.INITIALS, *found.span(1), "warn")
    for found in CHILD_A.finditer(text):
        yield Finding(Kind.INITIALS, *found.span(1), "warn")


def names(text: str, staff: AbstractSet[str]) -> Iterator[Finding]:
    """Names near a word for a child or a relative. staff: words in small letters that are the school's own people."""
    for found in CALLED.finditer(text):
        if plain(found[1]) not in NOT_NAMES | NOT_PEOPLE | staff:
            yield Finding(Kind.NAME, *found.span(1), "warn")
    for found in FAMILY.finditer(text):
        if plain(found[1]) not in NOT_NAMES | NOT_PEOPLE | NOT_FAMILIES | staff:
            yield Finding(Kind.NAME, *found.span(1), "warn")
    for found in TITLED.finditer(text):
        if plain(found[1].split()[-1]) not in staff:
            yield Finding(Kind.NAME, *found.span(1), "warn")
    for sentence in SENTENCE.finditer(text):
        yield from _names_in_sentence(text, sentence, staff)


def _names_in_sentence(text: str, sentence: re.Match[str], staff: AbstractSet[str]) -> Iterator[Finding]:
    words = list(WORD.finditer(text, *sentence.span()))
    for place, word in enumerate(words):
        if not word[0][0].isupper() or plain(word[0]) not in FIRST_NAMES or plain(word[0]) in staff:
            continue
        around = [plain(near[0]) for near in words[max(0, place - NEAR) : place + NEAR + 1]]
        beside = [plain(near[0]) for near in words[max(0, place - 2) : place + 4]]
        after = [plain(near[0]) for near in words[place + 1 : place + 3]]
        if STAFF & set(beside) or NOT_PEOPLE & set(after):
            continue
        if IN_A_YEAR.match(text, word.end()) or any(BELONGS.fullmatch(near) for near in around):
            yield Finding(Kind.NAME, *word.span(), "warn")
