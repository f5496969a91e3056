"""Term dates: read from files, typed, taken out, and what they do to a school's working days."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.calendar.working_days import is_working_day, working_days_after, working_days_between
from lscp_portal.workflow import Refused
from schools.holidays.actions import add_holidays, remove_holiday
from schools.holidays.models import SchoolHoliday
from schools.holidays.queries import closed_days_of, closures
from schools.holidays.reading import as_csv, read_csv, read_file, read_icalendar, read_lines
from schools.holidays.types import Closures, Holiday, Whose

PAGE = "/p/eastmere/schools/holidays/"
WHOSE = Whose({"901": "901", "eastmere": "901"}, {"5123": "5123", "oak trust": "5123"})
HALF_TERM = Holiday("Autumn half term", date(2026, 10, 26), date(2026, 10, 30))
HEAD = "First day,Last day,Name,Local authority,Trust\n"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//council//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261026
DTEND;VALUE=DATE:20261031
SUMMARY:Autumn half term
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20261102
SUMMARY:Autumn term second half starts
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20261221T000000Z
DTEND:20270101T000000Z
SUMMARY:Christmas holiday
END:VEVENT
END:VCALENDAR
"""


def said(response):
    return " ".join(response.content.decode().split())


def test_a_csv_file_is_read_in_the_ways_people_write_days():
    text = HEAD + "26/10/2026,30 October 2026,Autumn half term,,\n2026-12-21,01.01.2027,Christmas,eastmere,\n"
    text += '2027-02-15,15-02-2027,"Training, all staff",,Oak Trust\n,,,,\n'
    assert read_csv(text, whose=WHOSE).holidays == [
        HALF_TERM,
        Holiday("Christmas", date(2026, 12, 21), date(2027, 1, 1), la_code="901"),
        Holiday("Training, all staff", date(2027, 2, 15), date(2027, 2, 15), trust_uid="5123"),
    ]


def test_headings_may_stand_in_any_order_with_semicolons_and_from_a_windows_program():
    content = "Name;First day;Last day\r\nHalbtag für alle;26/10/2026;30/10/2026\r\n".encode("cp1252")
    assert read_file(content, whose=WHOSE).holidays == [
        Holiday("Halbtag für alle", date(2026, 10, 26), date(2026, 10, 30))
    ]


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ("31/02/2027,01/03/2027,X,,", "Row 2, column First day", "not a day"),
        ("26/10/2026,,X,,", "Row 2, column Last day", "Write a day"),
        ("26/10/2026,20/10/2026,X,,", "Row 2, column Last day", "before the first day"),
        ("26/10/2026,30/10/2027,X,,", "Row 2, column Last day", "longer than 70 days"),
        ("26/10/1926,30/10/1926,X,,", "Row 2, column First day", "The year must be"),
        ("26/10/2026,30/10/2026,,,", "Row 2, column Name", "Write what the holiday is called"),
        ("26/10/2026,30/10/2026," + "x" * 81 + ",,", "Row 2, column Name", "at most 80"),
        ("26/10/2026,30/10/2026,X,Elsewhere,", "Row 2, column Local authority", "No school of yours"),
        ("26/10/2026,30/10/2026,X,,Elm Trust", "Row 2, column Trust", "No school of yours"),
        ("26/10/2026,30/10/2026,X,901,5123", "Row 2, column Trust", "not both"),
        ("26/10/2026,30/10/2026,X,,\n,30/10/2026,Y,,", "Row 3, column First day", "Write a day"),
        ("", "", "no holiday below"),
    ],
)
def test_a_wrong_row_says_where_and_what_to_do_and_nothing_is_read(rows, place, words):
    found = read_csv(HEAD + rows, whose=WHOSE)
    assert found.holidays == ()
    assert found.problems[0].place == place
    assert words in found.problems[0].sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "must have the headings"),
        (b"a,b\n1,2\n", "Missing: First day, Last day, Name"),
        (b"PK\x03\x04 a workbook", "Save the sheet as CSV"),
        (b"%PDF-1.7", "Save the sheet as CSV"),
        (HEAD.encode() + b"26/10/2026,30/10/2026,X,,\n" * 400, "more than 300 rows"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "not an iCalendar file"),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "no events"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:X\nEND:VEVENT\nEND:VCALENDAR\n", "no day that can be read"),
        (
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261026\nRRULE:FREQ=DAILY\nSUMMARY:X\nEND:VEVENT\n"
            b"END:VCALENDAR\n",
            "repeats by a rule",
        ),
    ],
)
def test_a_file_that_is_something_else_says_what_to_do(content, words):
    found = read_file(content, whose=WHOSE)
    assert found.holidays == ()
    assert words in str(found.problems[0])


def test_an_icalendar_file_ends_a_holiday_on_its_last_day_and_doubts_days_of_school():
    found = read_icalendar(CALENDAR.encode())
    starts = Holiday("Autumn term second half starts", date(2026, 11, 2), date(2026, 11, 2))
    assert found.holidays == [
        HALF_TERM,
        starts,
        Holiday("Christmas holiday", date(2026, 12, 21), date(2026, 12, 31)),
    ]
    assert found.unlikely == {starts}


HOLIDAYS = st.builds(
    lambda name, first, days, whose: Holiday(name, first, first + timedelta(days), *whose),
    st.text("abc ,;\"'é", min_size=1, max_size=20).map(str.strip).filter(bool),
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    st.integers(0, 70),
    st.sampled_from([("", ""), ("901", ""), ("", "5123")]),
)


@given(st.lists(HOLIDAYS, min_size=1, max_size=8))
def test_what_is_shown_for_confirmation_is_read_back_as_it_was(holidays):
    assert list(read_lines([as_csv(row) for row in holidays], whose=WHOSE).holidays) == holidays


@given(st.lists(HOLIDAYS, max_size=6), st.dates(date(2025, 6, 1), date(2028, 6, 1)), st.integers(1, 40))
def test_a_day_counted_for_a_school_is_never_closed_and_the_count_can_be_taken_back(holidays, day, count):
    closed = Closures(holidays).of(la_code="901", trust_uid="77~5123")
    after = working_days_after(day, count, closed=closed)
    assert is_working_day(after, closed=closed)
    assert after not in closed
    assert after >= working_days_after(day, count)
    assert working_days_between(day, after, closed=closed) == count
    counted = [one for one in (day + timedelta(n) for n in range(1, (after - day).days + 1)) if one not in closed]
    assert sum(map(is_working_day, counted)) == count


@given(st.lists(HOLIDAYS, max_size=6), st.randoms())
def test_overlapping_holidays_merge_in_whatever_order_they_come(holidays, dice):
    shuffled = holidays * 2
    dice.shuffle(shuffled)
    for la_code, trust in (("901", "5123"), ("902", ""), ("", "")):
        assert Closures(holidays).of(la_code=la_code, trust_uid=trust) == Closures(shuffled).of(
            la_code=la_code, trust_uid=trust
        )


def test_only_the_schools_named_are_closed():
    known = Closures([HALF_TERM, Holiday("A", date(2026, 11, 2), date(2026, 11, 2), la_code="901"),
                      Holiday("B", date(2026, 11, 3), date(2026, 11, 3), trust_uid="5123")])  # fmt: skip
    extra = set(known.of(la_code="901", trust_uid="")) - known.everywhere
    assert extra == {date(2026, 11, 2)}
    assert known.of(la_code="902", trust_uid="1~5123") - known.everywhere == {date(2026, 11, 3)}


def test_holidays_are_kept_once_taken_out_once_and_counted_for_the_school(cast):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        assert add_holidays(actor=lead, holidays=[HALF_TERM, HALF_TERM], source="typed") == 1
        assert add_holidays(actor=lead, holidays=[HALF_TERM], source="terms.csv") == 0
        assert date(2026, 10, 28) in closed_days_of(cast.here)
        kept = SchoolHoliday.objects.get()
        remove_holiday(actor=lead, holiday_id=kept.pk)
        assert closed_days_of(cast.here) == frozenset()
        with pytest.raises(Refused):
            remove_holiday(actor=lead, holiday_id=kept.pk)
        assert add_holidays(actor=lead, holidays=[HALF_TERM], source="typed") == 1
    with cast.as_("head"):
        assert date(2026, 10, 28) in closures().everywhere
    with cast.as_("elsewhere_lead"):
        assert closures().holidays == []


@pytest.mark.parametrize("who", ["reviewer", "analyst", "head"])
def test_only_the_administrator_and_the_lead_keep_holidays(cast, who):
    actor = cast.actor(who)
    with cast.as_("lead"), pytest.raises(PermissionDenied):
        add_holidays(actor=actor, holidays=[HALF_TERM], source="typed")


def test_a_holiday_is_typed_on_the_page_and_taken_out(cast):
    lead, year = cast.client("lead"), timezone.localdate().year + 1
    assert "No school holiday to come is known here" in said(lead.get(PAGE))
    typed = {"name": "Half term", "whose": "901|"}
    typed |= {f"{name}_{part}": str(value) for name, day in (("first_on", 15), ("last_on", 19))
              for part, value in (("day", day), ("month", 2), ("year", year))}  # fmt: skip
    response = lead.post(PAGE, typed, follow=True)
    assert "The holiday is kept." in said(response)
    assert f"15 February {year}" in said(response)
    assert "Schools of Eastmere" in said(response)
    assert "This holiday was kept before." in said(lead.post(PAGE, typed, follow=True))
    wrong = lead.post(PAGE, typed | {"last_on_day": "1"})
    assert wrong.status_code == 422
    assert "The last day is before the first day" in said(wrong)
    with cast.as_("lead"):
        kept = SchoolHoliday.objects.get()
    assert "is taken out" in said(lead.post(f"{PAGE}{kept.pk}/remove/", follow=True))
    assert lead.post(f"{PAGE}{kept.pk}/remove/").status_code == 409
    assert cast.client("elsewhere_lead").post(f"/p/harrowfold/schools/holidays/{kept.pk}/remove/").status_code == 404


def test_a_file_is_looked_through_before_its_days_are_kept(cast):
    client = cast.client("administrator")
    file = SimpleUploadedFile("terms.ics", CALENDAR.encode())
    response = client.post(f"{PAGE}file/", {"file": file})
    words = said(response)
    assert "Autumn half term: 26 to 30 October 2026" in words
    assert "Christmas holiday: 21 to 31 December 2026" in words
    form = response.context["form"]
    assert form.initial["keep"] == ["0", "2"]
    with cast.as_("administrator"):
        assert not SchoolHoliday.objects.exists()
    sent = {"lines": form.initial["lines"], "source": form.initial["source"], "keep": ["0", "2"]}
    assert "2 holidays are new." in said(client.post(f"{PAGE}keep/", sent, follow=True))
    assert "1 holiday is new. 1 was kept before." in said(
        client.post(f"{PAGE}keep/", sent | {"keep": ["1", "2"]}, follow=True)
    )
    none = client.post(f"{PAGE}keep/", {name: sent[name] for name in ("lines", "source")})
    assert none.status_code == 422
    assert "Tick the days on which schools are closed" in said(none)
    assert client.post(f"{PAGE}keep/", sent | {"keep": ["9"]}).status_code == 422
    assert client.post(f"{PAGE}keep/", sent | {"lines": "rubbish"}).status_code == 422


def test_a_wrong_file_is_refused_with_its_rows(cast):
    lead = cast.client("lead")
    file = io.BytesIO((HEAD + "1/1/2027,x,New year,,\n").encode())
    file.name = "terms.csv"
    response = lead.post(f"{PAGE}file/", {"file": file})
    assert response.status_code == 422
    assert "Nothing was kept" in said(response)
    assert "Row 2, column Last day: This is not a day." in said(response)
    assert lead.post(f"{PAGE}file/").status_code == 422
    assert cast.client("reviewer").get(f"{PAGE}file/").status_code == 403
    assert cast.client("reviewer").get(PAGE).status_code == 200
    assert cast.client("reviewer").post(PAGE).status_code == 403


def test_the_page_takes_the_same_statements_for_one_holiday_as_for_sixty(cast):
    lead, counts = cast.actor("lead"), []
    for number in (1, 60):
        rows = [
            Holiday(f"Day {n}", timezone.localdate() + timedelta(n), timezone.localdate() + timedelta(n))
            for n in range(number)
        ]
        with cast.as_("lead"):
            add_holidays(actor=lead, holidays=rows, source="typed")
        with CaptureQueriesContext(connection) as captured:
            assert cast.client("lead").get(PAGE).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
