"""Lists of people to invite, as offices keep them: CSV, or rows pasted out of a spreadsheet. Nothing is kept here."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lscp_portal.accounts.models import SCHOOL_ROLES, Role

HEADINGS = ("URN", "Role", "Full name", "E-mail", "Last day")
NEEDED = HEADINGS[:4]
SOMEBODY = ("full name", "e-mail")  # a row with neither is a post of the template that nobody was filled in for
MOST_ROWS = 2000
LONGEST_NAME = 120
SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
NOT_TEXT = "This is not a text file. Save the sheet as CSV (comma separated), or copy its cells and paste them."
OTHER_WORDS = {  # what offices write -> the role
    "dsl": Role.DSL,
    "safeguarding lead": Role.DSL,
    "deputy dsl": Role.DEPUTY_DSL,
    "ddsl": Role.DEPUTY_DSL,
    "deputy": Role.DEPUTY_DSL,
    "head": Role.HEAD,
    "headteacher": Role.HEAD,
    "head teacher": Role.HEAD,
    "principal": Role.HEAD,
    "chair": Role.CHAIR,
    "chair of governors": Role.CHAIR,
    "proprietor": Role.CHAIR,
    "link governor": Role.LINK_GOVERNOR,
    "safeguarding governor": Role.LINK_GOVERNOR,
    "contributor": Role.CONTRIBUTOR,
}
ROLE_WORDS: Mapping[str, Role] = {str(role.label).lower(): role for role in SCHOOL_ROLES} | OTHER_WORDS


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a list, and where: "Row 3, column E-mail"."""

    place: str
    words: str

    @property
    def sentence(self) -> str:
        """As a page says it."""
        return f"{self.place}: {self.words}" if self.place else self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person of a list. row: its number, the headings are row 1."""

    row: int
    urn: int
    role: Role
    full_name: str
    email: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Read:
    """The lines that can be understood, and what is wrong with the others, or with the whole list."""

    lines: Sequence[Line] = ()
    problems: Sequence[Problem] = ()
    is_whole: bool = True


def decoded(content: bytes) -> str:
    """The text of a file. Raises ValueError for anything that is no text."""
    if b"\0" in content or content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise ValueError(NOT_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_list(text: str) -> Read:
    """One person a row, under headings. Rows that cannot be understood are told with row, column and what to do."""
    first = text.strip("\r\n").partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text.strip("\r\n")), delimiter=delimiter)
        ]
    except csv.Error:
        return Read(problems=[Problem("", NOT_TEXT)], is_whole=False)
    headings = [cell.lower() for cell in rows[0]] if rows else []
    if missing := [name for name in NEEDED if name.lower() not in headings]:
        words = f"It must have the headings {', '.join(NEEDED)}. Missing: {', '.join(missing)}."
        return Read(problems=[Problem("Row 1", words)], is_whole=False)
    if len(rows) - 1 > MOST_ROWS:
        words = f"The list has more than {MOST_ROWS:,} rows. Send it in parts."
        return Read(problems=[Problem("", words)], is_whole=False)
    lines, problems = [], []
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(headings, row, strict=False))
        if any(cells.get(name) for name in SOMEBODY):
            read = _line(number, cells)
            if isinstance(read, Line):
                lines.append(read)
            else:
                problems += read
    if not lines and not problems:
        return Read(problems=[Problem("", "There are headings and nobody below them.")], is_whole=False)
    return Read(lines, problems)


def _line(row: int, cells: Mapping[str, str]) -> Line | list[Problem]:
    urn, role, name, email, until = (cells.get(heading.lower(), "") for heading in HEADINGS)
    ends_on = _day(until)
    found = {
        "URN": "" if _is_urn(urn) else "Write the school’s number in the register: six digits.",
        "Role": "" if role.lower() in ROLE_WORDS else f"Write one of: {', '.join(_roles())}.",
        "Full name": "" if 0 < len(name) <= LONGEST_NAME else f"Write a name of at most {LONGEST_NAME} letters.",
        "E-mail": "" if _is_address(email) else "Write an e-mail address, such as name@school.example.",
        "Last day": "" if ends_on or not until else "Write the last day as 31/8/2028, or leave it empty.",
    }
    if problems := [Problem(f"Row {row}, column {column}", words) for column, words in found.items() if words]:
        return problems
    return Line(
        row=row, urn=int(urn), role=ROLE_WORDS[role.lower()], full_name=name, email=email.lower(), ends_on=ends_on
    )


def _roles() -> list[str]:
    return [str(role.label) for role in Role if role in SCHOOL_ROLES]


def _is_urn(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) == 6  # noqa: PLR2004 - the register's numbers


def _is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return True


def _day(word: str) -> date | None:
    for shape in SHAPES:
        try:
            return datetime.strptime(word, shape).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
