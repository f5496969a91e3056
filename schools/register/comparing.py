"""An extract against the schools we know: what is new and what changed, before anything is written. No query."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from schools.register.establishment import Establishment, Extract
from schools.register.models import RegisterChange, School
from schools.register.rules import STATUSES, columns_of, differences, kind_of_arrival, kind_of_change

Kind = RegisterChange.Kind


@dataclass
class Comparison:
    """What is to be written. changes: without their import. not_in_file: URNs of open schools the file lacks."""

    rows_of_area: int = 0
    arrived: list[School] = field(default_factory=list)
    altered: list[School] = field(default_factory=list)
    renamed: list[School] = field(default_factory=list)
    changes: list[RegisterChange] = field(default_factory=list)
    not_in_file: list[int] = field(default_factory=list)

    def note(self, school: School, kind: str, fields: Mapping[str, object] | None = None) -> None:
        """Write down what happened to one school."""
        row = RegisterChange(urn=school.urn, school_name=school.name, kind=kind, fields=dict(fields or {}))
        self.changes.append(row)


def compare(
    *,
    extract: Extract,
    authorities: Collection[str],
    known: Mapping[int, School],
    last_import: date | None,
    today: date,
) -> Comparison:
    """What an extract means for the schools of these authorities.

    known: our schools by URN; those that differ are altered in place. last_import: the day of the last one.
    """
    here = {row.urn: row for row in extract.establishments if row.la_code in authorities}
    found = Comparison(rows_of_area=len(here))
    for row in here.values():
        if school := known.get(row.urn):
            _take_over(found, school, row)
        elif STATUSES[row.status] != School.Status.CLOSED:
            school = School(urn=row.urn, **columns_of(row))
            found.arrived.append(school)
            found.note(school, kind_of_arrival(row, last_import))
    _look_for_the_rest(found, extract.establishments, [known[urn] for urn in known.keys() - here.keys()], today)
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


def _look_for_the_rest(
    found: Comparison, establishments: Iterable[Establishment], absent: Iterable[School], today: date
) -> None:
    """Schools of ours that are not in our authorities' rows: moved to another authority, or not in the file at all."""
    elsewhere = {row.urn: row for row in establishments}
    for school in sorted(absent, key=lambda school: school.urn):
        if school.left_area_on is not None:
            continue
        if row := elsewhere.get(school.urn):
            fields = {"la_code": [school.la_code, row.la_code], "la_name": [school.la_name, row.la_name]}
            found.note(school, Kind.MOVED_OUT, fields)
            school.left_area_on = today
            found.altered.append(school)
        elif school.is_open:
            found.not_in_file.append(school.urn)
