"""Pieces of wording that several patterns share."""

import re

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)"
)
DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})\b|\d{{4}}-\d{{2}}-\d{{2}}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b(?:,? \d{{4}})?"
    rf"|\b{MONTH} \d{{1,2}}\b(?:st|nd|rd|th)?(?:,? \d{{4}})?)"
)
YEAR_GROUP = r"(?:Y(?:ear |r ?|ear)?(?:1[0-3]|[1-9])|Reception|Nursery)\b"
ONE_CHILD = r"(?:pupil|child|student|learner|boy|girl)"
RELATIVE = (
    r"(?:(?:step|grand|foster[ -]?)?(?:mother|father|mum|dad|son|daughter)|sibling|brother|sister|aunt|uncle|nan|carer)"
)
SENTENCE = re.compile(r"[^.!?\n]+")
LONG_SENTENCE = 300
WORD = re.compile(r"[^\W\d_][^\W\d_\u2019'-]*(?:[\u2019'-][^\W\d_]+)*")


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that holds these characters, roughly: from one full stop, question mark or new line to the next.

    At most `LONG_SENTENCE` characters before and after, so that text without a full stop takes no longer to read.
    """
    before = re.split(r"[.!?\n]", text[max(0, start - LONG_SENTENCE) : start])[-1]
    after = re.split(r"[.!?\n]", text[end : end + LONG_SENTENCE], maxsplit=1)[0]
    return before + text[start:end] + after


def plain(word: str) -> str:
    """A word in small letters, without a possessive ending: "Amira's" becomes "amira"."""
    return word.lower().replace("\u2019", "'").removesuffix("'s").removesuffix("'")
