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
# "2B", "class 2B"; not 4K, 3D or 5G
CLASS = r"(?:(?:[Cc]lass|[Ff]orm) (?:1[0-3]|[1-9])[A-Za-z]{0,2}|(?:1[0-3]|[1-9])(?![DGK]\b)[A-Z]{1,2})\b"
AGE_NUMBER = r"(?:1\d|[1-9]|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,5}teen)"
# One person's age: neither "aged 9 to 11" nor "aged 13 and over", which are rules.
AGE = (
    rf"(?:\b(?:[Aa]ged?|AGED?|age of):? ?{AGE_NUMBER}\b"
    rf"|\b{AGE_NUMBER}(?:[ -]?(?:[Yy]ears?|YEARS?|yrs?)[ -](?:[Oo]ld|OLD|of age)|[ -]?y/?o)\b)"
    rf"(?! ?(?:\+|[/-]|to |and |or |plus\b) ?(?:{AGE_NUMBER}|over|above|older|up|under|below|younger)\b|\+)"
)
LINK = r"[ \r\n,;(-]{1,4}(?:(?:who|is|was|now|only|just|both|an?|then|at|turned) ){0,3}"  # between a name and an age
# A word of a name in Latin, Greek or Cyrillic letters: O’Neill, Al-Hassan, Zoë. English begins no word with an accent,
# so among rarer letters small ones pass for capitals.
CAPITAL = r"[A-Z\u00c0-\u00de\u0100-\u042f\u1e00-\u1eff]"
LETTER = r"[A-Za-z\u00c0-\u04ff\u1e00-\u1eff]"
NAME_WORD = rf"{CAPITAL}{LETTER}{{0,29}}(?:[\u2019'-](?!s\b){LETTER}{{1,30}}){{0,3}}(?!\w)"
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
