"""The GIAS reader: what it takes, what it refuses and in which words, and what it never keeps."""

import dataclasses
import hashlib
import io
import random
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.register.columns import COLUMNS, NEEDED_HEADINGS, PROFILE_HEADINGS, READ_HEADINGS
from schools.register.establishment import Establishment, Extract, ExtractProblem, ExtractRefused, Status
from schools.register.extract import read_extract
from schools.register.invented import KINDS
from schools.register.synthetic import HEADINGS, invented_establishments, write_extract

AREAS = {"991": "Eastmere", "992": "Harrowfold"}


def written(*rows: dict[str, str], headings: tuple[str, ...] = HEADINGS) -> bytes:
    stream = io.BytesIO()
    write_extract(rows, stream, headings=headings)
    return stream.getvalue()


def three(**cells: str) -> bytes:
    """Three schools; the second one (row 3) has these cells."""
    return written({"URN": "900001"}, {"URN": "900002", **cells}, {"URN": "900003"})


def read(content: bytes) -> Extract:
    return read_extract(io.BytesIO(content))


def problems(content: bytes) -> list[ExtractProblem]:
    with pytest.raises(ExtractRefused) as refused:
        read(content)
    return list(refused.value.problems)


def only_problem(content: bytes) -> ExtractProblem:
    found = problems(content)
    assert len(found) == 1, found
    return found[0]


def test_every_column_we_read_reaches_its_field():
    row = {
        "URN": "900123", "EstablishmentName": " St Aldith\u2019s  Caf\u00e9 School ", "LA (code)": "991",
        "LA (name)": "Eastmere",
        "EstablishmentNumber": "2004", "TypeOfEstablishment (name)": "Academy converter",
        "EstablishmentTypeGroup (name)": "Academies", "EstablishmentStatus (name)": "Open, but proposed to close",
        "OpenDate": "01-09-2014", "ReasonEstablishmentOpened (name)": "Academy Converter", "CloseDate": "31-08-2027",
        "ReasonEstablishmentClosed (name)": "Closure", "PhaseOfEducation (name)": "Primary", "StatutoryLowAge": "4",
        "StatutoryHighAge": "11", "Boarders (name)": "No boarders", "NurseryProvision (name)": "Has Nursery Classes",
        "OfficialSixthForm (name)": "Not applicable", "Gender (name)": "Girls", "ReligiousCharacter (name)": "Quaker",
        "AdmissionsPolicy (name)": "Selective", "SchoolCapacity": "420", "NumberOfPupils": "399",
        "TrustSchoolFlag (name)": "Supported by a multi-academy trust", "Trusts (code)": "90007",
        "Trusts (name)": "Harrowfold Learning Trust", "FederationFlag (name)": "Not under a federation",
        "UKPRN": "19000009", "Street": "3 Mill Rise", "Locality": "Nether Marsh", "Address3": "Block B",
        "Town": "Eastmere", "County (name)": "Marlshire", "Postcode": "zz1 2ab", "SchoolWebsite": "www.aldith.example",
        "SenUnitOnRoll": "8", "ResourcedProvisionOnRoll": "0", "LastChangedDate": "02-03-2026",
    }  # fmt: skip
    school = read(written(row)).establishments[0]
    expected = (
        900123, "St Aldith\u2019s Caf\u00e9 School", "991", "Eastmere", "2004", "Academy converter", "Academies",
        Status.CLOSING,
        date(2014, 9, 1), "Academy Converter", date(2027, 8, 31), "Closure", "Primary", 4, 11, "No boarders",
        "Has Nursery Classes", "Not applicable", "Girls", "Quaker", "Selective", 420, 399,
        "Supported by a multi-academy trust", "90007", "Harrowfold Learning Trust", "Not under a federation",
        "19000009",
        "3 Mill Rise", "Nether Marsh", "Block B", "Eastmere", "Marlshire", "ZZ1 2AB", "www.aldith.example", 8, 0,
        date(2026, 3, 2),
    )  # fmt: skip
    *fields, profile = dataclasses.astuple(school)
    assert tuple(fields) == expected
    assert profile["SenUnitOnRoll"] == "8"
    assert profile["TypeOfEstablishment (name)"] == "Academy converter"
    assert set(profile) == set(PROFILE_HEADINGS)


def test_the_fields_stand_in_the_order_of_the_columns():
    names = [field.name for field in dataclasses.fields(Establishment)]
    assert names == [*(column.field for column in COLUMNS), "profile"]


def test_blank_cells_are_nothing_and_not_nought():
    school = read(three(CloseDate="", SchoolCapacity=" ", StatutoryLowAge="")).establishments[1]
    assert (school.close_date, school.capacity, school.low_age) == (None, None, None)


def test_columns_may_come_in_any_order_and_with_strangers_among_them():
    headings = [*HEADINGS, "NewColumnOf2027"]
    random.Random(7).shuffle(headings)  # noqa: S311, an order like any other
    assert read(written({}, headings=tuple(headings))).establishments == read(written({})).establishments


def test_a_column_that_we_can_do_without_is_reported_once_and_reads_as_blank():
    without = tuple(heading for heading in HEADINGS if heading not in {"Boarders (name)", "SenUnitOnRoll"})
    extract = read(written({}, {"URN": "900002"}, headings=without))
    assert extract.missing == ("Boarders (name)", "SenUnitOnRoll")
    assert (extract.establishments[0].boarders, extract.establishments[0].sen_unit_on_roll) == ("", None)
    assert "Boarders (name)" not in extract.establishments[0].profile


def test_nothing_about_a_person_is_kept():
    content = written({})
    personal = ("Zenobia", "Quillfeather", "Personal Data", "Proprietorson", "01632960001")
    assert all(word.encode() in content for word in personal)
    kept = repr(read(content))
    assert not [word for word in personal if word in kept]
    assert not [heading for heading in READ_HEADINGS if heading.startswith(("Head", "Props", "Telephone"))]


@pytest.mark.parametrize(
    ("mess", "why"),
    [
        (lambda text: text, "as shipped"),
        (lambda text: text.replace(b"\r\n", b"\n"), "line feeds only"),
        (lambda text: text.replace(b"\r\n", b"\r\r\n"), "two carriage returns"),
        (lambda text: text.replace(b"\r\n", b"\r"), "carriage returns only"),
        (lambda text: text.replace(b"\r\n", b"\r", 1), "one row, the headings, ended by a carriage return alone"),
        (lambda text: text.replace(b"\r\n900002", b"\r900002"), "another row ended by a carriage return alone"),
        (lambda text: text.replace(b"\r\n", b"\r\n\r\n"), "a blank line after each row"),
        (lambda text: text + b"\r\n   \r\n" + b"," * 139 + b"\r\n", "rows without any value at the end"),
        (lambda text: text.rstrip(), "no line end after the last row"),
        (lambda text: text.replace(b"Chapel Lane", b"Chapel\rLane", 1), "a stray carriage return inside a value"),
        (lambda text: text.replace(b"Chapel Lane", b'"Chapel\r\nLane"'), "line ends inside quoted values"),
    ],
)
def test_dirty_line_ends_change_nothing(mess, why):
    assert read(mess(three())).establishments == read(three()).establishments, why


def test_windows_1252_letters_are_read():
    names = "Caf\u00e9 \u2019 \u2013 \u20ac \u0160"
    assert read(three(EstablishmentName=names)).establishments[1].name == names


def test_one_row_in_another_encoding_among_good_ones_is_a_slip_inside_gias_and_is_let_through():
    good = [{"URN": str(900001 + number), "EstablishmentName": "Caf\u00e9"} for number in range(3)]
    content = written(*good).replace("Caf\u00e9".encode("cp1252"), "Caf\u00e9".encode(), 1)
    assert [school.name for school in read(content).establishments] == ["Caf\u00c3\u00a9", "Caf\u00e9", "Caf\u00e9"]


def row_3(column: str, value: str, reason: str) -> tuple[dict[str, str], ExtractProblem]:
    return {column: value}, ExtractProblem(3, column, reason)


NUMBER = "it must be blank or a whole number of up to six digits."
BAD_CELLS = [
    row_3("URN", "9000O2", "Holds text with digits; a URN is a whole number of up to seven digits."),
    row_3("URN", "", "Holds nothing; a URN is a whole number of up to seven digits."),
    row_3("URN", "-900002", "Holds a number below nought; a URN is a whole number of up to seven digits."),
    row_3("URN", "900001", "Holds the URN of row 2 again; a URN names one school."),
    row_3("EstablishmentName", "  ", "Is blank; every school has a name."),
    row_3("LA (code)", "Eastmere", "Holds text without digits; a local authority's code has three digits."),
    row_3(
        "EstablishmentStatus (name)", "Opne",
        "Holds text without digits; it must be one of “Open”, “Open, but proposed to close”, "
        "“Proposed to open”, “Closed”.",
    ),
    row_3("StatutoryLowAge", "five", f"Holds text without digits; {NUMBER}"),
    row_3("StatutoryHighAge", "11.5", f"Holds a number with a point or comma; {NUMBER}"),
    row_3("OpenDate", "2014-09-01", "Holds a date that begins with the year; it must be blank or a day as dd-mm-yyyy."),
    row_3("CloseDate", "31/08/2027", "Holds a date with slashes; it must be blank or a day as dd-mm-yyyy."),
    row_3("CloseDate", "31-02-2027", "Holds a day that no calendar has; it must be blank or a day as dd-mm-yyyy."),
    row_3("LastChangedDate", "yesterday", "Holds text without digits; it must be blank or a day as dd-mm-yyyy."),
    row_3("Street", "x" * 501, "Holds more than 500 characters; a quotation mark may be missing."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "problem"), BAD_CELLS)
def test_a_bad_cell_is_named_by_row_column_and_reason_without_being_quoted(cells, problem):
    assert only_problem(three(**cells)) == problem


def test_a_problem_reads_as_a_sentence():
    assert str(ExtractProblem(3, "URN", "Holds nothing.")) == "Row 3, URN: Holds nothing."
    assert str(ExtractProblem(3, None, "Has 2 values.")) == "Row 3: Has 2 values."
    assert str(ExtractProblem(None, None, "This is a PDF.")) == "This is a PDF."


def test_every_bad_cell_of_a_row_is_told_and_rows_count_blank_lines():
    content = three(URN="x", StatutoryLowAge="y").replace(b"\r\n900001", b"\r\n\r\n900001")
    assert [(problem.row, problem.column) for problem in problems(content)] == [(4, "URN"), (4, "StatutoryLowAge")]


def test_twenty_problems_are_told_and_all_are_counted():
    content = written(*({"URN": "none"} for _ in range(35)))
    with pytest.raises(ExtractRefused) as refused:
        read(content)
    assert (len(refused.value.problems), refused.value.total) == (20, 35)
    assert refused.value.problems[-1].row == 21


def cut(content: bytes, at: bytes) -> bytes:
    return content[: content.rindex(at) + len(at)]


@pytest.mark.parametrize(
    ("content", "row", "words"),
    [
        (cut(three(), b"Chapel La"), 4, "cut short here: its last row has 60 values where the headings name 140"),
        (three() + b"9000", 5, "cut short here: its last row has 1 value where"),
        (three() + b'900004,"Eastm', 5, "cut short here, inside a value that begins with a quotation mark"),
        (written(), 2, "cut short here: it has headings and no school"),
    ],
)
def test_a_file_that_is_cut_short_says_where(content, row, words):
    problem = only_problem(content)
    assert (problem.row, problem.column) == (row, None)
    assert words in problem.reason
    assert "download the extract from GIAS again" in problem.reason


def test_a_row_with_a_value_too_many_or_too_few_is_told_by_its_count():
    more = three().replace(b"900002,", b"900002,extra,")
    assert only_problem(more).reason.startswith("Has 141 values where the headings name 140 columns")
    fewer = three().replace(b"900002,991", b"900002").replace(b"900002,999", b"900002")
    assert (only_problem(fewer).row, only_problem(fewer).reason[:14]) == (3, "Has 139 values")


def test_quotation_marks_that_do_not_match_are_told():
    assert only_problem(three().replace(b"900002,", b'"900002"x,')) == ExtractProblem(
        3, None, "Has quotation marks that do not match; download the extract from GIAS again."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"\r\n \r\n", "an empty file"),
        (b"PK\x03\x04....[Content_Types].xml", "an Excel workbook (.xlsx)"),
        (b"PK\x03\x04....edubasealldata.csv", "a zip file: unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an Excel workbook (.xls)"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "a web page or XML (HTML)"),
        (b'{"error": 1}', "JSON"),
        (
            b"URN,EstablishmentName\r\n900001,School\r\n",
            "it has no column LA (code), LA (name), TypeOfEstablishment (name)",
        ),
        (b"Just a line of text\r\n", "it has no column URN"),
        (three().replace(b",", b"\t"), "separated by tabs or semicolons"),
        (b"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\r\n", "the file of links between schools"),
        (b"Group UID,Group ID,Group Name\r\n", "the file of groups and trusts"),
        (b"URN," * 300_000, "a line of more than a million characters"),
    ],
)
def test_a_file_that_is_something_else_is_told_what_it_is(content, words):
    assert words in only_problem(content).reason


@pytest.mark.parametrize("heading", NEEDED_HEADINGS)
def test_a_missing_column_that_we_need_is_named(heading):
    problem = only_problem(written({}, headings=tuple(other for other in HEADINGS if other != heading)))
    assert (problem.row, problem.column) == (1, None)
    assert f"it has no column {heading}." in problem.reason


def test_a_column_that_is_there_twice_is_named():
    content = three().replace(b"LA (code),LA (name)", b"LA (code),LA (CODE)", 1)
    assert only_problem(content) == ExtractProblem(1, "LA (code)", "Is there twice; leave one.")


@pytest.mark.parametrize(
    ("encoding", "row", "words"),
    [
        ("utf-8-sig", 1, "UTF-8 with a byte order mark"),
        ("utf-8", 3, "UTF-8"),
        ("utf-16", 1, "UTF-16"),
        ("utf-16-le", 1, "UTF-16 without a byte order mark"),
        ("utf-32", 1, "UTF-32"),
    ],
)
def test_another_encoding_is_named_with_what_to_do(encoding, row, words):
    content = three(EstablishmentName="St Aldith\u2019s").decode("cp1252").encode(encoding)
    problem = only_problem(content)
    assert problem.row == row
    assert problem.reason == (
        f"The file is in {words}. GIAS ships Windows-1252 text. Download the extract from GIAS again and send the .csv "
        "as it comes, without saving it from another program."
    )


def test_an_extract_without_a_letter_outside_ascii_has_no_encoding_to_get_wrong():
    assert len(read(three().decode("cp1252").encode("utf-8")).establishments) == 3


@pytest.mark.parametrize("byte", [b"\x81", b"\x9d", b"\0"])
def test_a_byte_that_is_no_letter_is_told_only_where_we_read_it(byte):
    assert only_problem(three(Town="Tarn%hythe").replace(b"%", byte)) == ExtractProblem(
        3, "Town", "Holds a byte that is no letter in Windows-1252."
    )
    assert len(read(three(PropsName="Tarn%hythe").replace(b"%", byte)).establishments) == 3


@settings(deadline=None)  # a busy machine is no failure
@given(spoilt=st.lists(st.tuples(st.integers(0, 4_000), st.binary(min_size=0, max_size=3)), max_size=6))
def test_whatever_happens_to_the_bytes_it_is_read_or_refused_and_nothing_else(spoilt):
    content = bytearray(three(EstablishmentName="St Aldith\u2019s"))
    for place, new in spoilt:
        content[place : place + 2] = new
    try:
        extract = read(bytes(content))
    except ExtractRefused as refused:
        assert refused.problems  # noqa: PT017, both outcomes are right
    else:
        assert extract.establishments


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"])
def test_the_fingerprint_is_that_of_the_bytes(line_end):
    content = three().replace(b"\r\n", line_end)
    assert read(content).sha256 == hashlib.sha256(content).hexdigest()


def test_invented_schools_are_read_back_and_show_every_kind():
    rows = list(invented_establishments(300, AREAS))
    extract = read(written(*rows))
    assert [str(school.urn) for school in extract.establishments] == [row["URN"] for row in rows]
    assert {school.type_name for school in extract.establishments} == {
        kind.cells["TypeOfEstablishment (name)"] for kind in KINDS
    }
    assert {school.status for school in extract.establishments} == set(Status)
    assert all(school.status is Status.OPEN for school in extract.establishments[: len(KINDS)])
    assert {school.la_code for school in extract.establishments} == set(AREAS)
    assert extract.missing == ()


def test_the_same_seed_invents_the_same_schools_and_another_seed_others():
    assert list(invented_establishments(80, AREAS)) == list(invented_establishments(80, AREAS))
    assert list(invented_establishments(80, AREAS)) != list(invented_establishments(80, AREAS, seed=3))


def test_invented_postcodes_lie_in_no_area_of_the_country():
    codes = {row["Postcode"] for row in invented_establishments(500, AREAS)}
    assert all(code.startswith("ZZ") and not code.startswith("ZZ99") for code in codes)


def test_the_layout_has_140_columns_each_once_and_all_that_we_read():
    assert len(HEADINGS) == len(set(HEADINGS)) == 140
    assert set(READ_HEADINGS) <= set(HEADINGS)


def test_reading_keeps_less_than_two_kilobytes_a_school_and_never_the_whole_file(tmp_path):
    path = tmp_path / "extract.csv"
    with path.open("wb") as stream:
        write_extract(invented_establishments(3_000, AREAS), stream)
    tracemalloc.start()
    try:
        with path.open("rb") as stream:
            extract = read_extract(stream)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(extract.establishments) == 3_000
    assert peak < 3_000 * 2_000 + 1_000_000


_NATIONAL = """
import resource, sys
from schools.register.extract import read_extract
with open(sys.argv[1], "rb") as stream:
    found = len(read_extract(stream).establishments)
used = resource.getrusage(resource.RUSAGE_SELF)
with open("/proc/self/status") as status:  # ru_maxrss would count the process of the tests too, from before exec
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(found, peak // 1024, used.ru_utime)
"""


def test_a_national_extract_of_50000_rows_stays_far_below_300_megabytes_and_15_seconds(tmp_path):
    path = tmp_path / "extract.csv"
    with path.open("wb") as stream:
        write_extract(invented_establishments(50_000, AREAS), stream)
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _NATIONAL, str(path)], cwd=root, capture_output=True, text=True, check=True, timeout=120
    )
    found, megabytes, seconds = done.stdout.split()
    assert int(found) == 50_000
    assert int(megabytes) < 300
    assert float(seconds) < 15  # processor seconds of the reader alone, so that a busy machine does not fail it
