"""What crosses the layers of the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What one extract changed for one partnership. import_id: None when nothing changed and nothing was written.

    counts: RegisterChange.Kind -> schools, taken over at once. proposed: the same, now waiting for a decision.
    not_in_file: URNs of our open schools that the extract does not know. missing_columns: headings we would read that
    the extract lacks.
    """

    import_id: int | None
    rows_read: int
    rows_of_area: int
    counts: Mapping[str, int]
    proposed: Mapping[str, int]
    not_in_file: Sequence[int]
    missing_columns: Sequence[str]


class NoAuthority(Exception):
    """The partnership has no local authority, so no school of an extract can be its own."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of the register, in words: what it is called, what it said, what it says."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """What happened to one school. school_id: None where it is not ours any more."""

    urn: int
    school: str
    school_id: int | None
    kind: str
    kind_words: str
    fields: Sequence[FieldChange]
    file_name: str = ""
    imported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import in the history. by: "" for the operator's command. counts: (words, number), none of them 0.

    proposed: how many changes it asked somebody to decide; counts holds what was taken over of them.
    """

    id: int
    file_name: str
    imported_at: datetime
    by: str
    rows_read: int
    rows_of_area: int
    counts: Sequence[tuple[str, int]]
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Schools to which the same happened. key: RegisterChange.Kind; total: all of them, also those not shown."""

    key: str
    title: str
    total: int
    changes: Sequence[SchoolChange]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import and what it changed, in the order in which the partnership needs to hear it."""

    row: ImportRow
    sha256: str
    groups: Sequence[ChangeGroup]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFacts:
    """What the register says of one school."""

    id: int
    urn: int
    name: str
    status: str
    is_open: bool
    establishment_type: str
    phase: str
    ages: str
    pupils: int | None
    trust: str
    authority: str
    address: str
    website: str
    opened_on: date | None
    closed_on: date | None
    left_area_on: date | None
