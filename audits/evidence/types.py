"""What crosses the layers of evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from audits.evidence.models import EvidenceFile, EvidenceItem
from audits.governors.types import VisitNote
from lscp_portal.files.types import Reason

State = EvidenceFile.State
WORDS = {
    State.RECEIVED: "Being checked. This takes a minute; you can go on meanwhile.",
    State.CHECKING: "Being checked. This takes a minute; you can go on meanwhile.",
    State.SCANNING: "Being scanned for viruses. It can be opened when that is done; you can go on meanwhile.",
    State.CLEAN: "Checked.",
}


FOUND_LATER = (
    "It was taken away: checked again with newer signatures, the virus scanner found something harmful in it. "
    "Do not open it where you have it, and tell your IT support."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What somebody typed about one piece of evidence."""

    kind: str
    what: str
    kept_where: str
    held_by: str
    dated_on: date | None = None
    review_on: date | None = None


DESCRIPTION = tuple(field.name for field in fields(Described))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShown:
    """An uploaded file as pages show it. sha256: of the bytes sent; kept_sha256: of the copy handed out, "" before."""

    id: int
    name: str
    size: int
    state: str
    reason: str
    sha256: str
    kept_sha256: str
    scanned_with: str = ""

    @property
    def is_clean(self) -> bool:
        """It can be opened."""
        return self.state == State.CLEAN

    @property
    def is_refused(self) -> bool:
        """It was not kept; `words` says why and what to do."""
        return self.state == State.REJECTED

    @property
    def was_clean(self) -> bool:
        """It could be opened until newer signatures found something in it (withdrawing.withdraw)."""
        return self.is_refused and bool(self.scanned_with)

    @property
    def is_waiting(self) -> bool:
        """It is being looked at."""
        return not (self.is_clean or self.is_refused)

    @property
    def words(self) -> str:
        """How it stands, in a sentence."""
        if self.was_clean:
            return FOUND_LATER
        return str(Reason[self.reason]) if self.reason else WORDS[State(self.state)]

    @property
    def size_words(self) -> str:
        """“1.2 MB”."""
        return filesizeformat(self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Described):
    """One piece of evidence as pages show it.

    file: the one that counts, a refused one where there is no other. removed_file: the last one that can be put back.
    visit_id: the governor's note that it is, where whoever looks may read it.
    """

    id: int
    code: str
    revision: int
    file: FileShown | None = None
    removed_file: FileShown | None = None
    visit_id: int | None = None

    @property
    def kind_words(self) -> str:
        """What kind of document it is."""
        return str(EvidenceItem.Kind(self.kind).label)

    @property
    def is_due(self) -> bool:
        """The day has come on which the school wanted to look at it again."""
        return self.review_on is not None and self.review_on <= timezone.localdate()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """The evidence of one indicator.

    wanted: what good evidence is. removed: can be put back until it is signed. earlier: what was described in the last
    audit that was sent, and is not here yet. visits: governors' notes on the section that can be chosen.
    """

    audit_id: int
    code: str
    text: str
    wanted: str
    section: str
    section_title: str
    is_editable: bool
    uploads_allowed: bool
    items: Sequence[Shown]
    removed: Sequence[Shown]
    earlier: Sequence[Shown] = ()
    visits: Sequence[VisitNote] = ()

    @property
    def is_waiting(self) -> bool:
        """A file is still being looked at."""
        return any(item.file is not None and item.file.is_waiting for item in self.items)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a school has uploaded: files and bytes of this audit, bytes of this academic year."""

    files: int
    size: int
    size_of_year: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether schools may upload, who said so and why; `by` a name."""

    allowed: bool
    reason: str
    at: datetime
    by: str


class ItemChanged(Exception):
    """Somebody changed or removed this since the page was shown. Nothing was kept."""


def frozen(items: Sequence[Shown]) -> list[dict[str, Any]]:
    """Evidence as the submitted copy holds it."""
    return [
        {name: _plain(getattr(item, name)) for name in DESCRIPTION}
        | {
            "file": None
            if item.file is None or item.file.is_refused
            else {name: getattr(item.file, name) for name in ("name", "size", "state", "sha256", "kept_sha256")}
        }
        for item in items
    ]


def thawed(code: str, rows: Sequence[Mapping[str, Any]]) -> tuple[Shown, ...]:
    """The same, read back from a copy. Its files are named, not opened from there."""
    return tuple(
        Shown(
            **{name: row[name] for name in DESCRIPTION}
            | {name: row[name] and date.fromisoformat(row[name]) for name in ("dated_on", "review_on")},
            id=0,
            code=code,
            revision=0,
            file=row["file"] and FileShown(**_CHECKED | row["file"]),
        )
        for row in rows
    )


_CHECKED = {"id": 0, "reason": "", "state": State.CLEAN.value}  # copies of before do not say how a file stood


def _plain(value: str | date | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
