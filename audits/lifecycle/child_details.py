"""Reads an answer for child details, once for each wording: what was found clear is not read again."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lscp_portal.childdata.confirming import ReadKnown, Warned, warnings_in
from lscp_portal.childdata.detector import blocking
from lscp_portal.childdata.version import rules_digest
from lscp_portal.workflow import Blocker

BOXES = {"how_we_know": "What shows it", "action": "What you will do", "action_owner": "Who will do it"}


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


def read_answer(
    said: Any, *, known: ReadKnown, checked: Collection[str] = (), boxes: Mapping[str, str] = BOXES  # noqa: ANN401 - has an attribute for each box
) -> Reading:  # fmt: skip
    """Read the boxes. checked: digests confirmed so far; those that belong to nothing any more are dropped."""
    texts = {box: getattr(said, box) for box in boxes}
    blocked = [
        (box, sentence)
        for box, text in texts.items()
        for sentence in dict.fromkeys(finding.sentence for finding in blocking(text))
    ]
    warned = [one for box, text in texts.items() if (one := warnings_in(box, text, known=known))]
    return Reading(tuple(blocked), tuple(warned), frozenset(one.digest for one in warned) & frozenset(checked))


def mark_of(said: Any, boxes: Mapping[str, str] = BOXES) -> str:  # noqa: ANN401 - has an attribute for each box
    """64 hex digits for these words read by these rules; kept beside an answer that was found clear."""
    parts = [rules_digest(), *(getattr(said, box) for box in boxes)]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def as_read(said: Any, reading: Reading, boxes: Mapping[str, str] = BOXES) -> dict[str, object]:  # noqa: ANN401 - as above
    """The columns of a row that remember a reading."""
    return {"checked": sorted(reading.checked), "clear_as": mark_of(said, boxes) if reading.is_clear else ""}


def to_confirm(boxes: Iterable[str]) -> list[str]:
    """What is said at an answer about boxes with warnings that nobody has confirmed."""
    return [
        f"“{BOXES[box]}” may point at a child: change the words, or tick below the box that it is about no child."
        for box in boxes
    ]


def child_details_left(said: Any, *, known: ReadKnown) -> list[str]:  # noqa: ANN401 - as above
    """What in a saved answer keeps it from being signed, in sentences without the words that were found.

    Nothing is read where these words were found clear by the present rules.
    """
    if said.clear_as == mark_of(said):
        return []
    reading = read_answer(said, known=known, checked=said.checked or ())
    blocked = [f"“{BOXES[box]}”: {sentence}" for box, sentence in reading.blocked]
    return blocked + to_confirm(one.box for one in reading.unconfirmed)


def points_at_a_child(
    code: str, reading: Reading, *, place: tuple[str, str], boxes: Mapping[str, str] = BOXES
) -> Iterator[Blocker]:
    """One sentence for each box and kind of finding in one answer; never the words that were found."""
    for box, sentence in reading.blocked:
        yield Blocker(f"child_{code}", f"{code}, “{boxes[box]}”: {sentence}", (place,), box)
    for one in reading.unconfirmed:
        for sentence in one.sentences:
            yield Blocker(
                f"child_{code}",
                f"{code}, “{boxes[one.box]}”: {sentence} Or tick there that it is about no child.",
                (place,),
                one.box,
            )
