"""People as rows of a table."""

from collections.abc import Iterable

from lscp_portal.accounts.queries import PersonRow
from lscp_portal.ui.types import Cell

HEADINGS = ("Name", "Role", "E-mail", "Since", "Until", "Leaving")
Row = list[object]


def rows_of(people: Iterable[PersonRow], *, root: str, with_school: bool = False) -> list[Row]:
    """One row for each role of each person; the school in the second column where a page shows several."""
    return [_row(person, root, with_school=with_school) for person in people]


def headings(*, with_school: bool = False) -> tuple[str, ...]:
    """The heads of those columns."""
    return (HEADINGS[0], "School", *HEADINGS[1:]) if with_school else HEADINGS


def _row(person: PersonRow, root: str, *, with_school: bool) -> Row:
    words, href = f"Say that {person.name} has left", f"{root}{person.membership_id}/leaves/"
    leaving = Cell(words, href=href) if person.may_end else ""
    school = [person.school] if with_school else []
    until = person.until or "No end agreed"
    return [Cell(person.name, tag=person.note), *school, person.role, person.email, person.since, until, leaving]
