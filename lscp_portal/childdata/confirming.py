"""Warnings, and somebody's word that they are about no child. The word is tied to what was found, by a digest."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lscp_portal.childdata.detector import find_child_details
from lscp_portal.childdata.types import Finding, Known

ReadKnown = Callable[[], Known]


@dataclass(frozen=True, slots=True)
class Warned:
    """What warns in one box; what blocks is not in it. found: (words, finding), each pair of words and kind once."""

    box: str
    found: tuple[tuple[str, Finding], ...]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(words that were found, why and what to write instead), for nobody but the person who typed them."""
        return [(words, finding.sentence) for words, finding in self.found]

    @property
    def sentences(self) -> list[str]:
        """Each reason once, without the words."""
        return list(dict.fromkeys(finding.sentence for _words, finding in self.found))

    @property
    def digest(self) -> str:
        """64 hex digits that change with the box, the words found or the kind of finding, and not with the rest."""
        facts = sorted(f"{finding.kind}\x1f{words}" for words, finding in self.found)
        return hashlib.sha256("\x1e".join([self.box, *facts]).encode()).hexdigest()


def warnings_in(box: str, text: str, *, known: ReadKnown) -> Warned | None:
    """What in this box warns; None where nothing does.

    known: reads what is the school's own. It is called only where something was found, so that reading an innocent
    text asks the database nothing.
    """
    if not text or not find_child_details(text):
        return None
    found = {
        (text[one.start : one.end], one.kind): one
        for one in find_child_details(text, known=known())
        if one.severity == "warn"
    }
    return Warned(box, tuple((words, one) for (words, _kind), one in found.items())) if found else None


def digest_of(warned: Iterable[Warned]) -> str:
    """One digest for several boxes that are confirmed with one tick; "" for none."""
    digests = sorted(one.digest for one in warned)
    return hashlib.sha256("\x1e".join(digests).encode()).hexdigest() if digests else ""


def counted(warned: Iterable[Warned]) -> dict[str, int]:
    """Kind -> how many, for the trail: never the words."""
    return dict(sorted(Counter(finding.kind.value for one in warned for _words, finding in one.found).items()))
