"""What the register says about one school, and what may be wrong with a file that should say it."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

PROBLEMS_SHOWN = 20


class Status(enum.StrEnum):
    """The four states of a school in GIAS, in its words."""

    OPEN = "Open"
    CLOSING = "Open, but proposed to close"
    PROPOSED = "Proposed to open"
    CLOSED = "Closed"

    @property
    def is_open(self) -> bool:
        """Whether the school has pupils today, so that it gets an audit (framework rule_notes)."""
        return self in {Status.OPEN, Status.CLOSING}

    @property
    def is_alive(self) -> bool:
        """Whether it is a school, or is to be one: all but closed."""
        return self is not Status.CLOSED


@dataclass(frozen=True, slots=True)
class Establishment:
    """One row of the extract. Text is trimmed and "" where the cell is blank; numbers and days are None there.

    establishment_number, trust_uid, ukprn: text as shipped; several trusts are joined by ~.
    website: as the school typed it. It may be no address at all: check before it becomes a link.
    profile: the cells a framework's rules may look at, by heading, as shipped; shared by schools that are alike.
    """

    urn: int
    name: str
    la_code: str
    la_name: str
    establishment_number: str
    type_name: str
    type_group: str
    status: Status
    open_date: date | None
    reason_opened: str
    close_date: date | None
    reason_closed: str
    phase: str
    low_age: int | None
    high_age: int | None
    boarders: str
    nursery: str
    sixth_form: str
    gender: str
    religious_character: str
    admissions: str
    capacity: int | None
    number_of_pupils: int | None
    trust_flag: str
    trust_uid: str
    trust_name: str
    federation_flag: str
    ukprn: str
    street: str
    locality: str
    address3: str
    town: str
    county: str
    postcode: str
    website: str
    sen_unit_on_roll: int | None
    resourced_provision_on_roll: int | None
    last_changed: date | None
    profile: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Extract:
    """A whole, believed extract.

    missing: headings we would read that the file does not have; their cells are blank for every school.
    sha256: of the file's bytes, in hexadecimal.
    """

    establishments: Sequence[Establishment]
    missing: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class ExtractProblem:
    """One reason not to believe a file. It never quotes a cell: a shifted row has a person's name anywhere.

    row: as a spreadsheet counts, the headings being row 1; None where it is the whole file.
    column: its heading; None where it is the whole row or file.
    """

    row: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.row and f"row {self.row}", self.column) if part)
        return f"{place[0].upper()}{place[1:]}: {self.reason}" if place else self.reason


class ExtractRefused(Exception):
    """The file is not used at all. `problems` holds the first twenty, `total` counts them all."""

    def __init__(self, problems: Sequence[ExtractProblem], total: int | None = None) -> None:
        self.problems = tuple(problems[:PROBLEMS_SHOWN])
        self.total = len(problems) if total is None else total
        super().__init__("\n".join(map(str, self.problems)))
