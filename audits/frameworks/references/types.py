"""Statutory references as pages show them, and what a person types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What somebody typed of one edition."""

    key: str
    title: str
    publisher: str
    edition: str
    published: date | None
    in_force: date | None
    web_address: str
    note: str


@dataclass(frozen=True, slots=True)
class Use:
    """One indicator of one framework that refers to a document. rest: the reference without the document's key."""

    indicator_id: int
    code: str
    text: str
    reference: str
    rest: str


@dataclass(frozen=True, slots=True)
class FrameworkUses:
    """Where one version of a framework refers to a document. is_draft: its references can be moved."""

    framework_id: int
    name: str
    state: str
    is_draft: bool
    uses: Sequence[Use]


@dataclass(frozen=True, slots=True)
class Edition:
    """Another edition of the same document."""

    id: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One edition of the register. indicators: how many refer to it in drafts and in what is published now."""

    id: int
    facts: DocumentFacts
    successor: Edition | None
    indicators: int
    revision: int


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One edition, what it replaced, and who refers to it."""

    row: DocumentRow
    predecessors: Sequence[Edition]
    frameworks: Sequence[FrameworkUses]


@dataclass(frozen=True, slots=True)
class Move:
    """One reference of one indicator that is to read differently."""

    indicator_id: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CheckFilter:
    """What to show of the list. show: "due", "all", or an outcome; document: a key or ""."""

    show: str = "due"
    document: str = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing to check: a document as a whole, or a reference to a part of it. why_due: "" where it is not due."""

    document_id: int
    key: str
    title: str
    reference: str
    web_address: str
    codes: Sequence[str]
    outcome: str
    outcome_words: str
    note: str
    checked_at: datetime | None
    checked_by: str
    why_due: str


@dataclass(frozen=True, slots=True)
class PastCheck:
    """One check that was recorded of a reference. outcome: in words."""

    checked_at: datetime
    checked_by: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class CheckList:
    """The yearly check. done and total: over everything, whatever is shown. documents: keys and titles to filter by."""

    rows: Sequence[CheckRow]
    done: int
    total: int
    documents: Sequence[tuple[str, str]]


class TakenKey(Exception):
    """Another document has this key."""


class DocumentChanged(Exception):
    """Somebody else saved the document since the page was shown. Nothing was kept; `revision` is the present one."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"revision {revision}")
        self.revision = revision
