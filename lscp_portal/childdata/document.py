"""The rules as one JSON document, for the script that reads while somebody types (static/js/childdata.js)."""

import functools
import hashlib
import json
import re
import sys
from dataclasses import asdict
from typing import Any

from lscp_portal.childdata import cases, contacts, full_names, numbers, people, phrases
from lscp_portal.childdata.detector import LOOKALIKES, NUMBERS, RULES
from lscp_portal.childdata.translating import javascript
from lscp_portal.childdata.types import SENTENCES, Known, Rule

DIGEST_LENGTH = 16  # hex digits
ALL_SIGNS = range(sys.maxunicode + 1)
SOURCES = list(dict.fromkeys(rule.pattern for rule in RULES))  # a date of birth with and without a name share one
PATTERNS = {
    "called_nhs": numbers.CALLED_NHS,
    "after_country_code": numbers.AFTER_COUNTRY_CODE,
    "sentence": phrases.SENTENCE,
    "word": phrases.WORD,
    "in_a_year": people.IN_A_YEAR,
    "small_and_aged": people.SMALL_AND_AGED,
    "name_before": full_names.NAME_BEFORE,
    "acronym": re.compile(rf"\A(?:{full_names.ACRONYM.pattern})\Z"),
    "belongs": re.compile(rf"\A(?:{people.BELONGS.pattern})\Z", people.BELONGS.flags),
    "one": cases.ONE,
    "event": cases.EVENT,
}
LISTS = {
    "first_names": people.FIRST_NAMES,
    "school_capitals": people.SCHOOL_CAPITALS,
    "staff": people.STAFF,
    "not_people": people.NOT_PEOPLE,
    "not_families": people.NOT_FAMILIES,
    "not_names": people.NOT_NAMES,
    "words_too": full_names.WORDS_TOO,
    "title_words": full_names.TITLE_WORDS,
    "places": full_names.PLACES,
    "determiners": full_names.DETERMINERS,
    "role_mailboxes": contacts.ROLE_WORDS,
    "numbers": NUMBERS,
    "ten_digits": contacts.TEN_DIGITS,
}
FIGURES = {
    "upn_letters": numbers.UPN_LETTERS,
    "label_reach": numbers.LABEL_REACH,
    "sight": full_names.SIGHT,
    "name_reach": full_names.NAME_REACH,
    "long_sentence": phrases.LONG_SENTENCE,
    "near": people.NEAR,
    "enough_traits": cases.ENOUGH_TRAITS,
    "published_review": people.PUBLISHED_REVIEW,
    "phone_digits": sorted(contacts.PHONE_DIGITS),
}


@functools.cache
def document() -> bytes:
    """UTF-8 JSON: patterns, the rules that use them in their order, word lists, what to say of each kind, and figures.

    Nothing in it belongs to a school: it is the same for everybody. Made once a process, in about half a second.
    """
    return json.dumps(
        {
            "sources": [javascript(pattern) for pattern in SOURCES],
            "rules": [_rule(rule) for rule in RULES],
            "patterns": {name: javascript(pattern) for name, pattern in PATTERNS.items()},
            "traits": [javascript(pattern) for pattern in cases.TRAITS],
            "lists": {name: sorted(words) for name, words in LISTS.items()},
            "sentences": SENTENCES,
            "figures": FIGURES,
            "lookalikes": {chr(sign): chr(read_as) for sign, read_as in LOOKALIKES.items()},
            "zeros": _zeros(),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


@functools.cache
def digest() -> str:
    """Names the document in its address, so that a browser keeps it until a rule changes."""
    return hashlib.sha256(document()).hexdigest()[:DIGEST_LENGTH]


def on_page(known: Known) -> dict[str, tuple[str, ...]]:
    """What is the school's own, as a page carries it beside the rules: names and postcodes.

    Not the telephones and mailboxes of colleagues, which whoever reads the page may not have. The server knows them.
    """
    return asdict(Known(names=known.names, postcodes=known.postcodes))


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "severity": rule.severity,
        "source": SOURCES.index(rule.pattern),
        "group": rule.group,
        "test": rule.test.__name__ if rule.test else None,
    }


def _zeros() -> list[int]:
    """The nought of every script that has digits of its own; the other nine follow each."""
    return [sign for sign in ALL_SIGNS if chr(sign).isdecimal() and int(chr(sign)) == 0]
