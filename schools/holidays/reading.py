"""Term dates out of files: CSV as people write it, and iCalendar as councils offer it. Nothing is kept here."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from icalendar import Calendar, Event

from schools.holidays.types import Holiday, Problem, Read, Whose

HEADINGS = ("First day", "Last day", "Name", "Local authority", "Trust")
NEEDED = HEADINGS[:3]
SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
LONGEST_NAME = 80
LONGEST = timedelta(days=70)
MOST_ROWS = 300
YEARS_AHEAD = 6
ONE_DAY = timedelta(days=1)
HOLIDAY_WORDS = re.compile(
    r"holiday|half[- ]?term|break|closed|closure|inset|training|christmas|easter|summer", re.IGNORECASE
)
SCHOOL_WORDS = re.compile(
    r"\bterms?\b.*\b(start|begin|end|finish)|\b(start|begin|end|first day|last day)\b|return", re.IGNORECASE
)
NOT_TEXT = "This is not a text file. Save the sheet as CSV (comma separated) and choose that file."
NO_CALENDAR = "This is not an iCalendar file. Download the calendar again as .ics, or type the dates."


def read_file(content: bytes, *, whose: Whose) -> Read:
    """A CSV or an iCalendar file, told apart by how it begins."""
    if content.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        return read_icalendar(content)
    if b"\0" in content or content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        return Read(problems=[Problem("", NOT_TEXT)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return read_csv(text, whose=whose)


def read_csv(text: str, *, whose: Whose) -> Read:
    """One holiday a row, under headings. A file with one wrong row gives problems and no holidays."""
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        rows = [[cell.strip() for cell in row] for row in lines]
    except csv.Error:
        return Read(problems=[Problem("", NOT_TEXT)])
    headings = [cell.lower() for cell in rows[0]] if rows else []
    if missing := [name for name in NEEDED if name.lower() not in headings]:
        words = f"The first row must have the headings {', '.join(NEEDED)}. Missing: {', '.join(missing)}."
        return Read(problems=[Problem("Row 1", words)])
    if len(rows) - 1 > MOST_ROWS:
        return Read(
            problems=[Problem("", f"The file has more than {MOST_ROWS} rows. Leave out the years that are over.")]
        )
    found: list[Holiday | None] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            cells = dict(zip(headings, row, strict=False))
            holiday = _holiday(cells, f"Row {number}", whose, problems)
            found.append(holiday)
    if not found and not problems:
        problems.append(Problem("", "The file has headings and no holiday below them."))
    return Read(problems=problems) if problems else Read([row for row in found if row])


def as_csv(holiday: Holiday) -> str:
    """One row as read_csv reads it, without the headings."""
    line = io.StringIO()
    row = [holiday.first_on.isoformat(), holiday.last_on.isoformat(), holiday.name, holiday.la_code, holiday.trust_uid]
    csv.writer(line).writerow(row)
    return line.getvalue().strip()


def read_lines(lines: Sequence[str], *, whose: Whose) -> Read:
    """Rows that as_csv wrote."""
    return read_csv("\n".join([",".join(HEADINGS), *lines]), whose=whose)


def _holiday(cells: dict[str, str], row: str, whose: Whose, problems: list[Problem]) -> Holiday | None:
    before = len(problems)
    days = [_day(cells.get(name.lower(), ""), f"{row}, column {name}", problems) for name in NEEDED[:2]]
    name = cells.get("name", "")
    if not name:
        problems.append(Problem(f"{row}, column Name", "Write what the holiday is called, such as Autumn half term."))
    if len(name) > LONGEST_NAME:
        problems.append(Problem(f"{row}, column Name", f"A name has at most {LONGEST_NAME} letters."))
    la_code = _whose(cells.get("local authority", ""), whose.authorities, f"{row}, column Local authority", problems)
    trust = _whose(cells.get("trust", ""), whose.trusts, f"{row}, column Trust", problems)
    if la_code and trust:
        problems.append(Problem(f"{row}, column Trust", "Say a local authority or a trust, not both. Use two rows."))
    first, last = days
    if first and last and (wrong := span_problem(first, last)):
        problems.append(Problem(f"{row}, column Last day", wrong))
    if len(problems) > before or first is None or last is None:
        return None
    return Holiday(name, first, last, la_code, trust)


def span_problem(first: date, last: date) -> str:
    """Why these two days are no holiday; "" when they can be."""
    if last < first:
        return "The last day is before the first day."
    if last - first > LONGEST:
        return f"This is longer than {LONGEST.days} days. Look at the year."
    return ""


def _day(cell: str, place: str, problems: list[Problem]) -> date | None:
    if not cell:
        problems.append(Problem(place, "Write a day, such as 26/10/2026."))
        return None
    for shape in SHAPES:
        try:
            found = datetime.strptime(cell, shape).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        return found if _is_near(found, place, problems) else None
    problems.append(Problem(place, "This is not a day. Write it as 26/10/2026 or 2026-10-26."))
    return None


def _is_near(day: date, place: str, problems: list[Problem]) -> bool:
    this = timezone.localdate().year
    if this - YEARS_AHEAD <= day.year <= this + YEARS_AHEAD:
        return True
    problems.append(Problem(place, f"The year must be from {this - YEARS_AHEAD} to {this + YEARS_AHEAD}."))
    return False


def _whose(cell: str, known: Mapping[str, str], place: str, problems: list[Problem]) -> str:
    if not cell:
        return ""
    found = known.get(cell.lower(), "")
    if not found:
        problems.append(
            Problem(place, "No school of yours belongs to it. Write the name or code as the register has it.")
        )
    return found


def read_icalendar(content: bytes) -> Read:
    """Every event of the file. Those that speak of terms and not of holidays are marked as unlikely."""
    try:
        events = [part for part in Calendar.from_ical(content).walk("VEVENT") if isinstance(part, Event)]
    except (ValueError, IndexError, KeyError):
        return Read(problems=[Problem("", NO_CALENDAR)])
    if not events:
        return Read(problems=[Problem("", "The calendar has no events.")])
    if len(events) > MOST_ROWS:
        return Read(problems=[Problem("", f"The calendar has more than {MOST_ROWS} events. Choose a shorter one.")])
    problems: list[Problem] = []
    found = [row for number, event in enumerate(events, 1) for row in _of_event(event, f"Event {number}", problems)]
    unlikely = frozenset(row for row in found if SCHOOL_WORDS.search(row.name) and not HOLIDAY_WORDS.search(row.name))
    return Read(problems=problems) if problems else Read(found, unlikely=unlikely)


def _of_event(event: Event, place: str, problems: list[Problem]) -> Iterator[Holiday]:
    name = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_NAME]
    where = f"{place} ({name})" if name else place
    if event.get("RRULE") or event.get("RDATE"):
        problems.append(Problem(where, "It repeats by a rule. Type these days on the page instead."))
        return
    try:
        first, last = _days_of(event)
    except (ValueError, TypeError, AttributeError, KeyError):
        problems.append(Problem(where, "It has no day that can be read."))
        return
    if wrong := span_problem(first, last):
        problems.append(Problem(where, wrong))
    elif _is_near(first, where, problems):
        yield Holiday(name or "School closed", first, last)


def _days_of(event: Event) -> tuple[date, date]:
    """First and last day. The end of an all-day event is the day after, and a time of midnight ends the day before."""
    start, end = event.start, event.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start, max(start, end - ONE_DAY)
    first, last = _local(start), _local(end)
    is_midnight = last.time() == time(0) and last.date() > first.date()
    return first.date(), last.date() - ONE_DAY if is_midnight else last.date()


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
