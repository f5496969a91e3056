"""Reads an answer for child details, once for each wording: what was found clear is not read again."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from lscp_portal.childdata.confirming import ReadKnown, Warned, warnings_in
from lscp_portal.childdata.detector import blocking
from lscp_portal.childdata.version import rules_digest
from lscp_portal.workflow import Blocker

BOXES = {"how_we_know": "What shows it", "action": "What you will do", "action_owner": "Who will do it"}


class Texts(Protocol):
    """Whatever holds the words of an answer."""

    @property
    def how_we_know(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def action_owner(self) -> str: ...


class Kept(Texts, Protocol):
    """An answer as it was saved. clear_as: `mark_of` the words that were found clear, or ""."""

    @property
    def checked(self) -> Collection[str] | None: ...
    @property
    def clear_as(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one answer. blocked: (box, sentence). checked: digests that somebody has confirmed."""

    blocked: tuple[tuple[str, str], ...]
    warned: tuple[Warned, ...]
    checked: frozenset[str]

    @property
    def confirmed(self) -> list[Warned]:
        """Warnings that somebody has said to be about no child."""
        return [one for one in self.warned if one.digest in self.checked]

    @property
    def unconfirmed(self) -> list[Warned]:
        """Warnings that stand until somebody says so, or changes the words."""
        return [one for one in self.warned if one.digest not in self.checked]

    @property
    def is_clear(self) -> bool:
        """Whether nothing keeps the answer from being signed."""
        return not self.blocked and not self.unconfirmed


def read_answer(said: Texts, *, known: ReadKnown, checked: Collection[str] = ()) -> Reading:
    """Read the three boxes. checked: digests confirmed so far; those that belong to nothing any more are dropped."""
    texts = {box: getattr(said, box) for box in BOXES}
    blocked = [
        (box, sentence)
        for box, text in texts.items()
        for sentence in dict.fromkeys(finding.sentence for finding in blocking(text))
    ]
    warned = [one for box, text in texts.items() if (one := warnings_in(box, text, known=known))]
    return Reading(tuple(blocked), tuple(warned), frozenset(one.digest for one in warned) & frozenset(checked))


def mark_of(said: Texts) -> str:
    """64 hex digits for these words read by these rules; kept beside an answer that was found clear."""
    parts = [rules_digest(), *(getattr(said, box) for box in BOXES)]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def as_read(said: Texts, reading: Reading) -> dict[str, object]:
    """The columns of an answer that remember a reading."""
    return {"checked": sorted(reading.checked), "clear_as": mark_of(said) if reading.is_clear else ""}


def to_confirm(boxes: Iterable[str]) -> list[str]:
    """What is said at an answer about boxes with warnings that nobody has confirmed."""
    return [
        f"“{BOXES[box]}” may point at a child: change the words, or tick below the box that it is about no child."
        for box in boxes
    ]


def child_details_left(said: Kept, *, known: ReadKnown) -> list[str]:
    """What in a saved answer keeps it from being signed, in sentences without the words that were found.

    Nothing is read where these words were found clear by the present rules.
    """
    if said.clear_as == mark_of(said):
        return []
    reading = read_answer(said, known=known, checked=said.checked or ())
    blocked = [f"“{BOXES[box]}”: {sentence}" for box, sentence in reading.blocked]
    return blocked + to_confirm(one.box for one in reading.unconfirmed)


def points_at_a_child(code: str, reading: Reading, *, place: tuple[str, str]) -> Iterator[Blocker]:
    """One sentence for each box and kind of finding in one answer; never the words that were found."""
    for box, sentence in reading.blocked:
        yield Blocker(f"child_{code}", f"{code}, “{BOXES[box]}”: {sentence}", place)
    for one in reading.unconfirmed:
        for sentence in one.sentences:
            yield Blocker(
                f"child_{code}",
                f"{code}, “{BOXES[one.box]}”: {sentence} Or tick there that it is about no child.",
                place,
            )
