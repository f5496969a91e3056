"""A framework as a workbook: it comes back as it went, text stays text, and people can edit it."""

import io
import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from audits.frameworks.exchange.files import read_file, write_file
from audits.frameworks.place import DefinitionRefused
from audits.frameworks.reading import load_framework, shipped_frameworks
from audits.frameworks.sheets import ods, xlsx
from audits.frameworks.sheets.cells import Cell, CellFault, Kind, as_list, names_in, said
from audits.frameworks.sheets.pages import Page
from audits.frameworks.sheets.taking import CannotWrite, plain
from audits.frameworks.sheets.workbook import as_workbook, read_workbook
from audits.frameworks.writing import content_of
from tests.audits.small_framework import definition_of, indicator, small_content, small_workbook

KINDS = ("yaml", "ods", "xlsx")


def without_hash(definition):
    return replace(definition, sha256="")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", shipped_frameworks(), ids=lambda path: path.stem)
def test_every_shipped_framework_comes_back_identical(path, kind):
    definition = load_framework(path)
    back = read_file(write_file(content_of(definition), kind), f"framework.{kind}")
    assert without_hash(back) == without_hash(definition)


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_what_is_rare_comes_back_too(kind):
    content = small_content()
    one = indicator(content, "LG1")
    one |= {
        "why": "=1+1",
        "looks_like": "two  spaces\nand a line\n\nand another",
        "replaces": "LG99",
        "allow_na": False,
    }
    one["refs"] = ["KCSIE26 Part 2; para 3", 'EA02 "s175"']
    one["applies"] = {"governance": ["academy", "fe"], "not_features": ["boarding"]}
    content["documents"]["EA02"] |= {"note": "@SUM(1)", "published": content["framework"]["effective_from"]}
    content["rating_scale"]["note"] = "\u00e9t\u00e9 \U0001f388 <b>&amp;"
    content["rating_scale"]["moderation"]["deep"] = {"er": {"none": None, "rate": 0.5, "list": [], "numbers": [1, 2.5]}}
    content["surveys"]["common_rules"]["+1"] = "=HYPERLINK(1)"
    definition = definition_of(content)
    assert without_hash(read_workbook(as_workbook(content, kind), f"a.{kind}")) == without_hash(definition)


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_an_indicator_of_ones_own_without_any_law_comes_back_too(kind):
    content = small_content()
    indicator(content, "LG1")["refs"] = []
    back = read_workbook(as_workbook(content, kind), f"a.{kind}")
    assert without_hash(back) == without_hash(definition_of(content))


PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "=cmd|' /C calc'!A0",
    " =1",
    "'=1",
    "\uff1d1",
    "{=1}",
    "1e5",
    "TRUE",
]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PAYLOADS), TEXTS), min_size=1, max_size=30))
def test_no_text_becomes_a_formula(texts):
    texts = [plain(text) for text in texts]  # as filling does
    page = Page("Texts", [["Heading"], *([text] for text in texts)], [20])
    sheet = load_workbook(io.BytesIO(xlsx.write([page])))["Texts"]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "inlineStr"}
    for module in (xlsx, ods):
        (grid,) = module.read(module.write([page]))
        assert [grid.rows[number][1] for number in range(2, len(texts) + 2)] == [Cell(text) for text in texts]


def test_no_text_becomes_a_formula_in_ods_either():
    content = small_content()
    indicator(content, "LG1")["text"] = "=1+1"
    back = read_workbook(as_workbook(content, "ods"), "a.ods")
    assert back.indicators[0].text == "=1+1"


def test_the_workbook_explains_itself_and_offers_lists():
    book = load_workbook(io.BytesIO(small_workbook("xlsx")))
    assert book.sheetnames[0] == "Read me"
    assert book.sheetnames[-1] == "Allowed values"
    words = " ".join(str(row[0].value) for row in book["Read me"])
    assert "One row is one thing" in words
    assert "Sheet Indicators. One row an indicator" in words
    sheet = book["Indicators"]
    assert [cell.value for cell in sheet[1]][:6] == [
        "Code",
        "Section",
        "Tier",
        "Critical",
        "May not apply",
        "Indicator",
    ]
    assert sheet.max_row == 1 + 15
    assert {rule.formula1.split("!")[0] for rule in sheet.data_validations.dataValidation} == {"'Allowed values'"}
    assert all(sheet.cell(2, column).number_format == "@" for column in (1, 2, 6))


def edited(change):
    """The small framework, after somebody changed it in a spreadsheet program."""
    book = load_workbook(io.BytesIO(small_workbook("xlsx")))
    change(book)
    content = io.BytesIO()
    book.save(content)
    return read_workbook(content.getvalue(), "edited.xlsx")


def test_people_may_reorder_blank_and_add_rows():
    def change(book):
        sheet = book["Indicators"]
        sheet.move_range("A2:P2", rows=40)  # LG1 to the end, blank rows before it
        new = ["LG20", "LG", "core", "YES", None, "Ours.", None, None, "Minutes.", "KCSIE26 Part 2;EA02"]
        for column, value in enumerate([*new, None, None, None, None, "leadership\npupil"], start=1):
            sheet.cell(50, column).value = value

    definition = edited(change)
    assert [one.code for one in definition.sections[0].indicators][-2:] == ["LG1", "LG20"]
    last = definition.sections[0].indicators[-1]
    assert last.is_critical
    assert last.references == ("KCSIE26 Part 2", "EA02")
    assert last.audience == ("leadership", "pupil")
    assert last.applies == "all"


def test_days_and_numbers_may_be_typed_in_more_than_one_way():
    def change(book):
        for row in book["Framework"]:
            if row[0].value == "In force from":
                row[1].value = "2026-09-01"
        for row in book["Levels"].iter_rows(min_row=2):
            row[0].value = str(row[0].value)

    assert without_hash(edited(change)) == definition_of(small_content())


def test_columns_may_stand_in_another_order():
    def change(book):
        sheet = book["Sections"]
        for row in sheet:
            row[0].value, row[2].value = row[2].value, row[0].value

    assert [section.code for section in edited(change).sections] == ["LG", "CU"]


@given(
    st.lists(
        st.text(alphabet=string.printable).map(str.strip).filter(lambda name: name == " ".join(name.split()) != "")
    )
)
def test_a_list_of_names_comes_back(names):
    assert names_in(as_list(names)) == names


@pytest.mark.parametrize(
    ("value", "kind", "wanted"),
    [
        ("  ", Kind.NUMBER, None),
        (3.0, Kind.NUMBER, 3),
        ("TRUE", Kind.YES, True),
        (False, Kind.YES, False),
        ("a\r\nb", Kind.TEXT, "a\nb"),
    ],
)
def test_what_a_cell_says(value, kind, wanted):
    assert said(Cell(value), kind) == wanted


@pytest.mark.parametrize(
    ("value", "kind"),
    [(2026.1, Kind.TEXT), (2.5, Kind.NUMBER), (True, Kind.NUMBER), (float("nan"), Kind.NUMBER),
     (float("inf"), Kind.NUMBER), (1, Kind.YES), (46_000, Kind.DAY), ("1 September", Kind.DAY), (True, Kind.TEXT)],
)  # fmt: skip
def test_what_a_cell_cannot_say(value, kind):
    with pytest.raises(CellFault):
        said(Cell(value), kind)


def test_what_no_cell_can_hold_is_refused_and_never_left_out():
    content = small_content()
    indicator(content, "LG1")["colour"] = "red"
    with pytest.raises(CannotWrite, match=r"no column for colour \(Indicators, LG1\)"):
        as_workbook(content, "xlsx")
    content = small_content()
    indicator(content, "LG1")["text"] = "x" * 40_000
    with pytest.raises(CannotWrite, match=r"32,000 characters"):
        as_workbook(content, "xlsx")


def test_a_file_of_no_kind_is_refused_by_its_name():
    with pytest.raises(DefinitionRefused, match=r"Use a file named \.yaml, \.ods or \.xlsx"):
        read_file(b"a,b\n1,2\n", "framework.csv")
