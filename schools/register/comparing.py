"""Rows of an extract against the schools we know: what is new, what changed. Nothing is written, no query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from schools.register.establishment import Establishment
from schools.register.models import RegisterChange, School
from schools.register.rules import columns_of, differences, kind_of_arrival, kind_of_change

Kind = RegisterChange.Kind


@dataclass
class Comparison:
    """What is to be written. changes: without their import. not_in_file: URNs of open schools the file lacks."""

    arrived: list[School] = field(default_factory=list)
    altered: list[School] = field(default_factory=list)
    renamed: list[School] = field(default_factory=list)
    changes: list[RegisterChange] = field(default_factory=list)
    not_in_file: list[int] = field(default_factory=list)

    def note(self, school: School, kind: str, fields: Mapping[str, object] | None = None) -> None:
        """Write down what happened to one school."""
        row = RegisterChange(urn=school.urn, school_name=school.name, kind=kind, fields=dict(fields or {}))
        self.changes.append(row)


@dataclass(frozen=True, slots=True)
class Before:
    """What the last import left. on: its day; None before the first. closed: URNs that were closed then, not ours."""

    on: date | None
    closed: frozenset[int]


def compare(*, rows: Iterable[Establishment], known: Mapping[int, School], before: Before) -> Comparison:
    """What rows of our authorities mean.

    known: our schools among them by URN; those that differ are altered in place.
    """
    found = Comparison()
    for row in rows:
        if school := known.get(row.urn):
            _take_over(found, school, row)
        elif row.status.is_alive:
            school = School(urn=row.urn, **columns_of(row))
            found.arrived.append(school)
            kind = kind_of_arrival(row, last_import=before.on, was_closed=row.urn in before.closed)
            found.note(school, kind)
    return found


def look_for_the_rest(*, elsewhere: Mapping[int, Establishment], absent: Iterable[School], today: date) -> Comparison:
    """Schools of ours that are not in our authorities' rows: moved to another authority, or not in the file at all."""
    found = Comparison()
    for school in absent:
        if row := elsewhere.get(school.urn):
            fields = {"la_code": [school.la_code, row.la_code], "la_name": [school.la_name, row.la_name]}
            found.note(school, Kind.MOVED_OUT, fields)
            school.left_area_on = today
            found.altered.append(school)
        elif school.is_open:
            found.not_in_file.append(school.urn)
    return found


def _take_over(found: Comparison, school: School, row: Establishment) -> None:
    wanted = columns_of(row) | {"left_area_on": None}
    changed = differences(school, wanted)
    if not changed:
        return
    kind = kind_of_change(school, wanted)
    for column in changed:
        setattr(school, column, wanted[column])
    found.altered.append(school)
    if "name" in changed:
        found.renamed.append(school)
    found.note(school, kind, changed)
