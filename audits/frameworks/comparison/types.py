"""What a comparison of two versions says."""

from collections.abc import Sequence
from dataclasses import dataclass

from audits.frameworks.comparison.wording import Piece

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class TextChange:
    """A part whose words changed. before, after: "" where it was or is blank."""

    part: str
    before: str
    after: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class ThingChange:
    """What became of one thing. kind: added, removed or changed.

    name: how people call it: a code, a key. title: its words in the newer version, or in the older where it is gone.
    notes: sentences; texts: the parts that were reworded.
    """

    kind: str
    sheet: str
    name: str
    title: str
    section: str = ""
    notes: Sequence[str] = ()
    texts: Sequence[TextChange] = ()

    @property
    def is_reworded(self) -> bool:
        """Whether words changed, however little."""
        return bool(self.texts)


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one kind of thing, such as the indicators of a section."""

    name: str
    changes: Sequence[ThingChange]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one version to another. summary: as in "3 new indicators", "1 indicator now critical"."""

    before: str
    after: str
    summary: Sequence[str]
    indicators: Sequence[ChangeGroup]
    others: Sequence[ChangeGroup]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed at all."""
        return not self.indicators and not self.others
