"""Wording that names one child or a relative: births, initials, names."""

# ruff: noqa: ARG001 - tests of rules share one signature

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lscp_portal.childdata.full_names import FULL_NAMES, has_full_name_before, is_no_colleague
from lscp_portal.childdata.phrases import (
    AGE,
    AGE_NUMBER,
    CLASS,
    DATE,
    LETTER,
    LINK,
    NAME_WORD,
    ONE_CHILD,
    RELATIVE,
    SENTENCE,
    WORD,
    YEAR_GROUP,
    plain,
    sentence_around,
)
from lscp_portal.childdata.types import Finding, Kind, Rule
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
    re.compile(rf"(?<![\w.&/-])({CAPITALS}),? ?(?:in |from |of |\(in |\()(?:(?i:{YEAR_GROUP})|{CLASS})"),
    re.compile(rf"(?<![\w.&/-])({CAPITALS}){LINK}{AGE}"),
)
CHILD_A = re.compile(rf"\b(?i:{ONE_CHILD}) (A)(?=[.,;:)]|$| (?:was|is|had|has|and|in|did)\b)")
CALLED = re.compile(
    rf"\b(?:{ONE_CHILD}|{RELATIVE})(?:(?:,? called|,? named|,)? | \()(?![A-Z]{{2,5}}\b|\w\b)({NAME_WORD})(?=[ ,.;)]|$)"
)
OPENING = re.compile(
    rf"\b(?:Pupil|Child|Student|Learner|Boy|Girl) (?![A-Z]{{2,5}}\b|\w\b)({NAME_WORD})"
    r"(?=,? (?:told|said|asked|who|disclosed|left|came|went)\b)"
)
TITLED = re.compile(rf"\b(?:{RELATIVE})\b(?:,| \()? ((?:Mrs?|Ms|Miss)\.? {NAME_WORD}(?: {NAME_WORD}){{0,2}})")
FAMILY = re.compile(rf"\b[Tt]he (?![A-Z]{{2,5}}\b)({NAME_WORD}) (?:family|twins|siblings|brothers|sisters|children)\b")
PUBLISHED_REVIEW = "Child Q"  # a national review that schools train on
BELONGS = re.compile(rf"(?:{ONE_CHILD}|{RELATIVE})", re.IGNORECASE)
IN_A_YEAR = re.compile(
    rf",? ?(?:in |\(|from )(?:(?i:{YEAR_GROUP})|{CLASS})"
    rf"|(?: {NAME_WORD})?(?: \({AGE_NUMBER}\)|, {AGE_NUMBER},(?= [a-z]))"  # "Amira Okonjo (9)"
)
SMALL_AND_AGED = re.compile(rf"(?: {LETTER}{{2,30}})?{LINK}{AGE}")  # behind a first name without its capital
FIRST_NAMES = word_list("first_names")
SCHOOL_CAPITALS = word_list("school_capitals")
STAFF = word_list("staff")
NOT_PEOPLE = word_list("not_people")
NOT_FAMILIES = word_list("not_families")
NOT_NAMES = word_list("not_names")
TITLE_WORDS = word_list("title_words")


def stands_with_a_name(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """A first name stands in the sentence of a date of birth, or a full name right before it."""
    if has_full_name_before(found.string, found.start()):
        return True
    words = WORD.findall(sentence_around(found.string, *found.span()))
    return any(word[0].isupper() and plain(word) in FIRST_NAMES for word in words)


def stands_without_a_name(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """No first name does."""
    return not stands_with_a_name(found, staff)


def are_no_school_words(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """Not the capitals that schools write daily, nor the published review that they train on."""
    return re.sub(r"[^A-Z]", "", found[1]) not in SCHOOL_CAPITALS and found[0] != PUBLISHED_REVIEW


def is_a_name(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """A word with a capital that is none of the usual others, nor one of the school's own people."""
    return plain(found[1]) not in NOT_NAMES | NOT_PEOPLE | TITLE_WORDS | staff


def is_a_surname(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """The same before "family"."""
    return is_a_name(found, staff) and plain(found[1]) not in NOT_FAMILIES


# A date of birth blocks when a name stands in the same sentence, otherwise it warns. Capitals used as a name: "child
# AB", "J.S. in Y6", "Child A". Names beside a word for a child or a relative.
PEOPLE = (
    Rule(Kind.BIRTH_AND_NAME, BIRTH, "block", test=stands_with_a_name),
    Rule(Kind.BIRTH_DATE, BIRTH, test=stands_without_a_name),
    *(Rule(Kind.INITIALS, pattern, group=1, test=are_no_school_words) for pattern in INITIALS),
    Rule(Kind.INITIALS, CHILD_A, group=1),
    *(Rule(Kind.NAME, pattern, group=1, test=is_a_name) for pattern in (CALLED, OPENING)),
    Rule(Kind.NAME, FAMILY, group=1, test=is_a_surname),
    Rule(Kind.NAME, TITLED, group=1, test=is_no_colleague),
    *FULL_NAMES,
)


def first_names(text: str, staff: AbstractSet[str]) -> Iterator[Finding]:
    """First names near a word for a child or a relative, sentence by sentence."""
    for sentence in SENTENCE.finditer(text):
        yield from _names_in_sentence(text, sentence, staff)


def _names_in_sentence(text: str, sentence: re.Match[str], staff: AbstractSet[str]) -> Iterator[Finding]:
    words = list(WORD.finditer(text, *sentence.span()))
    for place, word in enumerate(words):
        if plain(word[0]) not in FIRST_NAMES or plain(word[0]) in staff:
            continue
        if not word[0][0].isupper():
            if SMALL_AND_AGED.match(text, word.end()):
                yield Finding(Kind.NAME, *word.span(), "warn")
            continue
        around = [plain(near[0]) for near in words[max(0, place - NEAR) : place + NEAR + 1]]
        beside = [plain(near[0]) for near in words[max(0, place - 2) : place + 4]]
        after = [plain(near[0]) for near in words[place + 1 : place + 3]]
        if STAFF & set(beside) or NOT_PEOPLE & set(after):
            continue
        if IN_A_YEAR.match(text, word.end()) or any(BELONGS.fullmatch(near) for near in around):
            yield Finding(Kind.NAME, *word.span(), "warn")
