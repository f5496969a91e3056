"""The detector: what in a text could point at a child, checked where the text already is."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from lscp_portal.childdata.cases import cases, rare_combinations
from lscp_portal.childdata.contacts import contact_details
from lscp_portal.childdata.numbers import personal_numbers
from lscp_portal.childdata.people import births, initials, names
from lscp_portal.childdata.phrases import plain
from lscp_portal.childdata.types import Finding

# One character for one, so that places in the text stay right: spaces, dashes and digits that only look different.
LOOKALIKES = str.maketrans(
    "\u00a0\u2007\u2009\u202f\u200b\u200c\u200d\u2060\ufeff\t\u2010\u2011\u2012\u2013\u2014\u2212０１２３４５６７８９",  # noqa: RUF001
    "          ------0123456789",
)


def find_child_details(text: str, *, staff: Iterable[str] = ()) -> list[Finding]:
    """Everything in the text that could point at a child, in order of place, without overlaps.

    staff: names of the school's own people, never taken for a child's. About 30 ms for 20,000 characters. The
    caller shows `finding.sentence`; neither the text nor what was found may be logged. Source: domain.md 8.2.
    """
    readable = text.translate(LOOKALIKES)
    known = frozenset(plain(word) for name in staff for word in name.split())
    found = [
        *personal_numbers(readable),
        *births(readable),
        *contact_details(readable),
        *initials(readable),
        *names(readable, known),
        *cases(readable),
        *rare_combinations(readable),
    ]
    return _without_overlaps(found)


def blocking(text: str, *, staff: Iterable[str] = ()) -> list[Finding]:
    """Only the findings that must be taken out before the text is kept."""
    return [finding for finding in find_child_details(text, staff=staff) if finding.severity == "block"]


def refuse_child_details(value: str) -> None:
    """A Django validator. Raises ValidationError with a sentence for each kind of blocking finding."""
    sentences = dict.fromkeys(finding.sentence for finding in blocking(value))
    if sentences:
        raise ValidationError([ValidationError(sentence, code="child_details") for sentence in sentences])


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    """Of two that share characters the blocking one stays, then the longer one."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda one: (one.severity != "block", one.start - one.end, one.start)):
        if all(finding.end <= other.start or other.end <= finding.start for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda one: one.start)
