"""The open-data file: DfE's columns, one writer, and nothing that a spreadsheet would run."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.areas.tidy import (
    COLUMNS,
    Activity,
    Place,
    SectionResult,
    as_json,
    file_name,
    from_json,
    period,
    safe_text,
    summary_rows,
    write_csv,
    write_meta,
)

EASTMERE = Place(lscp_code="EAM", lscp_name="Eastmere", la_code="989", la_name="Eastmere", gss_code="E06999001")
YEAR_SO_FAR = Activity(
    schools_total=62,
    audits_open=62,
    submitted=47,
    reviewed=40,
    feedback_issued=36,
    feedback_within_30_workdays=33,
    visits_held=3,
    reports_published=2,
)
LABELS = (
    "Priority action needed",
    "Some arrangements need strengthening",
    "Arrangements in place",
    "Arrangements in place and making a difference",
)
LEADERSHIP = SectionResult("LG", "Leadership", dict(zip(LABELS, (2, 11, 20, 7), strict=True)))
TRAINING = SectionResult("TR", "Training", dict(zip(LABELS, (0, 10, 20, 10), strict=True)))
RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "\u00a0=1", '"=1', "'=1", "＝1", "＠x"]  # noqa: RUF001


def rows(sections=(LEADERSHIP, TRAINING)):
    return summary_rows(year=2026, place=EASTMERE, activity=YEAR_SO_FAR, sections=sections)


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def figures(measure, section="Total"):
    return [
        (row["result"], row["count"], row["percent"])
        for row in read(write_csv(rows()))
        if (row["measure"], row["section_code"]) == (measure, section)
    ]


def test_the_first_columns_are_those_that_dfe_asks_of_every_file():
    first = read(write_csv(rows()))[0]
    assert COLUMNS[:5] == ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
    assert list(first.values())[:12] == [
        "202627", "Academic year", "Local authority", "E92000001", "England", "x", "Not available", "989", "E06999001",
        "Eastmere", "EAM", "Eastmere",
    ]  # fmt: skip
    assert all(name == name.lower() and " " not in name for name in COLUMNS)


def test_work_is_counted_in_full_with_its_share():
    assert figures("schools_total") == [("Total", "62", "z")]
    assert figures("submitted") == [("Total", "47", "76")]
    assert figures("feedback_within_30_workdays") == [("Total", "33", "92")]
    assert figures("visits_held") == [("Total", "3", "z")]


def test_section_results_go_through_disclosure_control():
    assert figures("section_result", "TR") == [
        (LABELS[0], "0", "0"),
        (LABELS[1], "10", "25"),
        (LABELS[2], "20", "50"),
        (LABELS[3], "10", "25"),
        ("Total", "40", "z"),
    ]
    assert figures("section_result", "LG") == [
        (LABELS[0], "c", "c"),
        (LABELS[1], "11", "c"),
        (LABELS[2], "20", "c"),
        (LABELS[3], "c", "c"),
        ("Total", "40", "z"),
    ]


def test_results_that_are_not_known_are_not_zero():
    last = rows(sections=None)[-1]
    assert (last.measure, last.count, last.percent) == ("section_result", "x", "x")


def test_an_area_without_anything_has_no_shares():
    nothing = summary_rows(year=2026, place=EASTMERE, activity=Activity(*[0] * 8), sections=())
    assert {row.percent for row in nothing} == {"z"}
    assert {row.count for row in nothing} == {0}


def test_the_partner_file_describes_every_column_that_dfe_does_not_know():
    meta = read(write_meta())
    assert [line["col_name"] for line in meta] == list(COLUMNS[10:])
    assert {line["col_type"] for line in meta} == {"Filter", "Indicator"}


def test_frozen_rows_give_the_same_file_again():
    frozen = json.loads(json.dumps(as_json(rows())))
    assert write_csv(from_json(frozen)) == write_csv(rows())


def test_a_frozen_row_with_a_strange_column_is_refused():
    with pytest.raises(TypeError):
        from_json([{**as_json(rows())[0], "rank": 1}])


def test_every_key_is_there_once():
    keys = [(row.measure, row.section_code, row.result) for row in rows()]
    assert len(keys) == len(set(keys)) == 8 + 2 * 5


def test_names_of_files_are_small_and_short():
    assert file_name(lscp_slug="Eastmere", year=2026) == "area-summary-eastmere-202627"
    assert len(file_name(lscp_slug="x" * 60, year=2026)) < 50
    assert period(2099) == "209900"


@pytest.mark.parametrize("text", RISKY)
def test_a_risky_name_is_only_text(text):
    assert safe_text(text).startswith("'")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_cell_begins_like_a_formula_and_every_cell_is_read_back(name):
    place = Place(lscp_code="EAM", lscp_name=name, la_code="989", la_name="Eastmere")
    written = write_csv(summary_rows(year=2026, place=place, activity=YEAR_SO_FAR, sections=()))
    cell = read(written)[0]["lscp_name"]
    assert cell.removeprefix("'") == name.removeprefix("'")
    assert not cell.lstrip(' "').startswith(tuple("=+-@\t\r\n\0"))


def test_the_file_is_plain_rfc_4180():
    text = write_csv(rows())
    assert text.endswith("\r\n")
    assert not text.startswith("\ufeff")
    assert text.splitlines()[1].startswith('"202627","Academic year"')
    assert text.splitlines()[1].endswith(',62,"z"')
