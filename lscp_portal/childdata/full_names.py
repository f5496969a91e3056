"""Full names, told from titles of works, bodies and roles by what stands beside them, and names behind a title."""

import re
from collections.abc import Set as AbstractSet

from lscp_portal.childdata.phrases import AGE, AGE_NUMBER, CLASS, LINK, NAME_WORD, RELATIVE, WORD, YEAR_GROUP, plain
from lscp_portal.childdata.types import Kind, Rule
from lscp_portal.childdata.words import word_list

ALONE = r"(?<![\w.&@/])(?<!\w['\u2019-])"
PARTICLE = r"(?:(?:de|da|das|do|dos|della?|di|du|la|le|v[ao]n|de[rn]|ter|bint?|ibn|[ae]l|a[bp]|y) ){0,2}"
MORE = rf"(?: {PARTICLE}(?:[A-Z]\.|{NAME_WORD}))"
ANY_NAME = rf"{ALONE}(?=\w\w){NAME_WORD}{MORE}{{0,3}}"
FULL_NAME = rf"{ALONE}(?=\w\w){NAME_WORD}{MORE}{{1,3}}"
A_PUPIL = (
    r"(?:an?|one of our|our) (?:[\w-]{1,20} ){0,2}?(?:pupil|child|student|learner|boy|girl)s?\b"
    r"(?=[.,;:)]|$| (?:who|in|at|of|from|with|and|on|has|was|is|told|said|spoke)\b)"
)
PLAN = (
    r"(?:(?:on|under|subject to|has|had) (?:an?|the|his|her) "
    r"(?:child protection|child in need|CP|CIN|care|EHC|pathway) plan|ha[sd] an? (?:EHCP|social worker))\b"
)
HAPPENED = (
    r"(?:(?:is|was|has been|had been) (?:[a-z]+ly )?(?:excluded|suspended|expelled|restrained|searched|fostered|"
    r"adopted|referred|bullied|assaulted|abused|neglected|groomed|looked[- ]after|in (?:foster )?care|missing)|"
    r"disclosed|self-harmed|ran away|went missing|lives with)\b"
)
# Beside an age, or with "told his mother", one word is enough, listed or not.
AGED = re.compile(
    rf"({ANY_NAME})(?:{LINK}{AGE}| turn(?:ed|s) {AGE_NUMBER}\b"
    rf"| (?:told|asked|hit|lives with) (?:his|her) (?:foster )?{RELATIVE}\b)"
)
AGE_FIRST = re.compile(
    rf"{AGE},?(?: (?:pupil|child|student|learner|boy|girl|son|daughter))?,?(?: called| named)?,? ({ANY_NAME})"
)
BESIDE = (
    re.compile(
        rf"({FULL_NAME})(?:"
        rf"(?:,| -)? (?:(?:is |was |who is )?(?:in|from|of) |\()?(?:{YEAR_GROUP}|{CLASS})"
        rf"|['\u2019]s? (?:(?:foster )?{RELATIVE}|parents?|family|social worker|key worker|date of birth|birthday)\b"
        rf"|,(?: who is)? {AGE_NUMBER},(?= [a-z])"
        rf"|,?(?: is| was)? {A_PUPIL}"
        rf"|,? (?:and|told|with|asked) (?:his|her) (?:own |birth |foster |older |younger )?{RELATIVE}\b"
        rf"|,?(?: who)?(?: is| was| went| has been)? {PLAN}"
        rf"|,?(?: who)? {HAPPENED})"
    ),
    re.compile(
        rf"\b(?:(?:{RELATIVE}|parents|family|plan|case|file) (?:of|for),?|moved|excluded|suspended|fostered) "
        rf"({FULL_NAME})"
    ),
)
# At the end of what stands before a date of birth.
NAME_BEFORE = re.compile(rf"({FULL_NAME})(?:['\u2019]s)?(?:,| -| was| is)?[ (]{{0,2}}$")
IS_ORGANISATION = (
    rf"(?!(?:{NAME_WORD}(?:['\u2019]s)? ){{1,4}}"
    r"(?:School|Academy|College|Foundation|Trust|Hospital|Centre|Nursery|Primary|High|Grammar|Limited|Ltd|[Rr]eport|[Rr]eviews?|[Ii]nquiry|recommendations)\b)"
)
BEHIND = rf"(?:\. ?| )(?!Men\b|Bike\b){IS_ORGANISATION}((?:[A-Z]\.? ){{0,2}}{PARTICLE}{NAME_WORD}{MORE}{{0,2}})"
TITLED = re.compile(
    r"(?<!Our )\b((?:(?i:mrs?)|Ms|Mx|Miss|Dr|Sir|Dame|Lord|Lady|Prof(?:essor)?|Rev(?:d|erend)?|Cllr|Councillor|"
    rf"Rabbi|Imam){BEHIND})"
)
SMALL_TITLE = re.compile(r"\b(mrs?\.? (?!and\b|or\b)([a-z][a-z\u00df-\u00ff]{1,30}))")
WORDS_TOO = frozenset({"miss", "sir", "lord", "lady"})  # titles that mean something else before a word of a title
ACRONYM = re.compile(r"[A-Z]{2,5}")
SIGHT = 40  # characters before a name in which the two words before it are looked for
NAME_REACH = 120  # characters before a date of birth in which its name is looked for
FIRST_NAMES = word_list("first_names")
STAFF = word_list("staff")
NOT_PEOPLE = word_list("not_people")
TITLE_WORDS = word_list("title_words")
PLACES = word_list("places")
DETERMINERS = word_list("determiners")


def is_somebody(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """A name beside an age: of the list, or one that no list gives to a thing."""
    words, before = _read(found)
    if _is_thing(words, staff) or (len(words) == 1 and DETERMINERS.intersection(before[-1:])):
        return False
    return words[0] in FIRST_NAMES or not NOT_PEOPLE.intersection(words)


def is_a_full_name(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """Two words or more, neither an adult's at work nor behind "the" unless the first is of the list."""
    words, before = _read(found)
    if len(words) == 1 or _is_thing(words, staff) or STAFF.intersection(before) or NOT_PEOPLE.intersection(words):
        return False
    return words[0] in FIRST_NAMES or not DETERMINERS.intersection(before[-1:])


def is_no_colleague(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """The surname behind "Mrs" is none of the school's own people."""
    return plain(found[1].split(" ")[-1]) not in staff


def is_a_titled_name(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """The same, and neither "Lord Mayor" nor "Miss School"."""
    title, *words = (plain(word) for word in found[1].split(" "))
    return is_no_colleague(found, staff) and not (title in WORDS_TOO and TITLE_WORDS.intersection(words))


def has_full_name_before(text: str, start: int) -> bool:
    """A full name ends where the characters from `start` begin: "Zebedee Quillfeather, " before "born"."""
    found = NAME_BEFORE.search(text[max(0, start - NAME_REACH) : start])
    return found is not None and is_a_full_name(found, frozenset())


FULL_NAMES = (
    Rule(Kind.NAME, AGED, group=1, test=is_somebody),
    Rule(Kind.NAME, AGE_FIRST, group=1, test=is_somebody),
    *(Rule(Kind.NAME, pattern, group=1, test=is_a_full_name) for pattern in BESIDE),
    Rule(Kind.TITLED_NAME, TITLED, group=1, test=is_a_titled_name),
    Rule(Kind.TITLED_NAME, SMALL_TITLE, group=1, test=is_no_colleague),
)


def _read(found: re.Match[str]) -> tuple[list[str], list[str]]:
    """The words of a name without what only opens the sentence, and the two words before it."""
    words = [plain(word) for word in found[1].replace(".", "").split(" ")]
    if any(ACRONYM.fullmatch(word) for word in found[1].split(" ")):
        words = words if len(words) == 1 and words[0] in FIRST_NAMES else []
    start = found.start(1)
    before = [plain(word) for word in WORD.findall(found.string[max(0, start - SIGHT) : start])]
    opening = next((place for place, word in enumerate(words) if word not in TITLE_WORDS), len(words))
    return words[opening:], [*before, *words[:opening]][-2:]


def _is_thing(words: list[str], staff: AbstractSet[str]) -> bool:
    """No name is left, a word of it is never in a name, or all of them are the school's own people."""
    if not words or set(words) <= staff or (TITLE_WORDS | STAFF).intersection(words):
        return True
    return words[0] not in FIRST_NAMES and not PLACES.isdisjoint(words[1:])
