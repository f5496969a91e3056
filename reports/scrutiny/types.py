"""What the scrutineer's pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, with the words that were given for it. by: a name, "" where none is meant."""

    at: datetime
    what: str
    words: str
    by: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One subject. figures: (what, number in words). lines: newest first, at most SHOWN of `number`.

    more: (words, address) of the page where it is done. empty: what is said when there is no line.
    """

    key: str
    title: str
    about: str
    figures: Sequence[tuple[str, str]]
    lines: Sequence[Line] = ()
    number: int = 0
    more: tuple[str, str] | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One note. is_mine: of this reader. may_answer: this reader is asked."""

    id: int
    topic: str
    school: str
    text: str
    by: str
    written_at: datetime
    state: str
    state_words: str
    shared_at: datetime | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    is_mine: bool
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrutinyPage:
    """A cycle under scrutiny. cycles: (id, name) to choose from, newest first."""

    cycle_id: int | None
    cycle_name: str
    cycles: Sequence[tuple[int, str]]
    sections: Sequence[Section]
    notes: Sequence[NoteLine]
    may_write: bool


class NoteChanged(Exception):
    """The note was changed in another window since this page was opened. `revision` is the present."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"revision {revision}")
        self.revision = revision
