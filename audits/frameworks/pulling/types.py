"""What bringing three versions together says: base is what both began from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audits.frameworks.comparison.outline import Outline, Part, Thing

OURS, THEIRS, EDIT = "ours", "theirs", "edit"


class Fate(StrEnum):
    """What became of a thing on the two sides."""

    ADDED_THERE = "added there"
    REMOVED_THERE = "removed there"
    CHANGED_THERE = "changed there"
    ADDED_HERE = "added here"
    REMOVED_HERE = "removed here"
    CHANGED_HERE = "changed here"
    CHANGED_IN_BOTH = "changed in both"
    ADDED_IN_BOTH = "added in both"
    REMOVED_THERE_CHANGED_HERE = "removed there, changed here"
    REMOVED_HERE_CHANGED_THERE = "removed here, changed there"


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody picked. text: of an edit."""

    pick: str
    text: str = ""


Choices = Mapping[str, Choice]  # by the id of a question


@dataclass(frozen=True, slots=True)
class Question:
    """Something to choose, with what happens when nobody does.

    id: the same for the same three versions. part: "" where it is about the whole thing. base, ours, theirs: the part
    on each side. is_clash: both sides changed it. because: why ours is the default where that is not plain.
    """

    id: str
    part: str
    default: str
    picked: str
    is_clash: bool = False
    base: Part = None
    ours: Part = None
    theirs: Part = None
    because: str = ""

    @property
    def may_edit(self) -> bool:
        """Whether a person may write a third wording: it is prose on both sides."""
        return self.is_clash and isinstance(self.ours, str) and isinstance(self.theirs, str)


@dataclass(frozen=True, slots=True)
class ThingMerge:
    """One thing that differs from base on either side. result: None where it goes."""

    sheet: str
    key: str
    fate: Fate
    base: Thing | None
    ours: Thing | None
    theirs: Thing | None
    result: Thing | None
    questions: Sequence[Question] = ()

    @property
    def needs_a_person(self) -> bool:
        """Whether both sides went different ways."""
        return any(question.is_clash for question in self.questions)


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome, and everything that differs."""

    result: Outline
    things: Sequence[ThingMerge]

    @property
    def questions(self) -> list[Question]:
        """All of them, in the order of the sheets."""
        return [question for thing in self.things for question in thing.questions]
