"""The detector: what in a text could point at a child, checked where the text already is."""

import re
from bisect import bisect
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from lscp_portal.childdata.cases import CASE_WORDS, rare_combinations
from lscp_portal.childdata.contacts import CONTACT_DETAILS, is_own
from lscp_portal.childdata.numbers import PERSONAL_NUMBERS
from lscp_portal.childdata.people import PEOPLE, first_names
from lscp_portal.childdata.phrases import plain
from lscp_portal.childdata.types import Finding, Kind, Known

# One character for one, so that places in the text stay right: spaces, dashes, digits and apostrophes that only look
# different.
LOOKALIKES = str.maketrans(
    "\u00a0\u2007\u2009\u202f\u200b\u200c\u200d\u2060\ufeff\t\u2010\u2011\u2012\u2013\u2014\u2212\u2018\u02bc`０１２３４５６７８９",  # noqa: RUF001
    "          ------\u2019\u2019\u20190123456789",
)
NOTHING_KNOWN = Known()
RULES = (*PERSONAL_NUMBERS, *PEOPLE, *CONTACT_DETAILS, *CASE_WORDS)
READERS = (*(rule.read for rule in RULES), first_names, rare_combinations)  # the last two read whole sentences
NUMBERS = frozenset({Kind.UPN, Kind.NHS_NUMBER, Kind.LEARNER_NUMBER, Kind.NATIONAL_INSURANCE, Kind.PASSPORT})
DIGIT = re.compile(r"\d")


def find_child_details(text: str, *, known: Known = NOTHING_KNOWN) -> list[Finding]:
    """Everything in the text that could point at a child, in order of place, without overlaps.

    known: the school's own people and contact details, never taken for a child's. The caller shows
    `finding.sentence`; neither the text nor what was found may be logged. Source: domain.md 8.2.
    """
    readable = text.translate(LOOKALIKES)
    staff = frozenset(plain(word) for name in known.names for word in name.split())
    found = [finding for read in READERS for finding in read(readable, staff)]
    return _without_overlaps(one for one in found if not is_own(one, readable[one.start : one.end], known))


def blocking(text: str) -> list[Finding]:
    """The findings that must be taken out before the text is kept. What the school's own people are does not matter."""
    if not DIGIT.search(text):  # whatever blocks is a number or a date
        return []
    return [finding for finding in find_child_details(text) if finding.severity == "block"]


def refuse_child_details(value: str) -> None:
    """A Django validator, and the mark of a box that is read. Raises ValidationError with a sentence for each kind."""
    _refuse(blocking(value))


def refuse_in_names(value: str) -> None:
    """For the name of a file, where nobody can say “I have checked”: refuses a number without a label as well."""
    _refuse(one for one in find_child_details(value) if one.severity == "block" or one.kind in NUMBERS)


def _refuse(found: Iterable[Finding]) -> None:
    sentences = dict.fromkeys(finding.sentence for finding in found)
    if sentences:
        raise ValidationError([ValidationError(sentence, code="child_details") for sentence in sentences])


def _without_overlaps(found: Iterable[Finding]) -> list[Finding]:
    """Of two that share characters the blocking one stays, then a number, then the longer one."""
    kept: list[Finding] = []  # in order of place; what is kept never overlaps, so two neighbours tell all
    for finding in sorted(found, key=_weight):
        place = bisect(kept, finding.start, key=_start)
        before, after = kept[place - 1 : place], kept[place : place + 1]
        if all(one.end <= finding.start for one in before) and all(finding.end <= one.start for one in after):
            kept.insert(place, finding)
    return kept


def _start(finding: Finding) -> int:
    return finding.start


def _weight(finding: Finding) -> tuple[bool, bool, int, int]:
    return finding.severity != "block", finding.kind not in NUMBERS, finding.start - finding.end, finding.start
