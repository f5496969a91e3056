"""Comments as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audits.frameworks.types import SectionPage


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow:
    """One comment. part: "LG1: the words of the indicator", or "The whole framework"; school: "" for staff."""

    id: int
    framework_id: int
    code: str
    part: str
    text: str
    school: str
    said_by: str
    said_at: datetime
    reply: str
    replied_by: str
    replied_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentGroup:
    """All comments on one part."""

    part: str
    rows: Sequence[CommentRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsPage:
    """The comments on one version, in the order of the framework; parts: (code, words) for a list to choose from."""

    id: int
    name: str
    state_words: str
    until: date | None
    is_open: bool
    groups: Sequence[CommentGroup]
    total: int
    schools: int
    unanswered: int
    parts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftForSchool:
    """A version as a school reads it, with what this school said of it."""

    id: int
    name: str
    academic_year: str
    until: date | None
    is_open: bool
    sections: Sequence[SectionPage]
    comments: Sequence[CommentRow]
    parts: Sequence[tuple[str, str]]
