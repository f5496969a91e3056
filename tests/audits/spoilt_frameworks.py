"""Framework files, each spoilt in one way by a function with a name, and what must be said about it.

The words are typed by hand: the place, then what is wrong there.
"""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import yaml
from odfdo import Document, Style
from openpyxl import Workbook, load_workbook

from audits.frameworks.writing import content_as_yaml
from tests.audits.small_framework import indicator, small_content, small_workbook

INDICATORS, ROWS = "Indicators", 100_000


@dataclass(frozen=True)
class Spoilt:
    """One file: its name, how it is made, and the words of its error."""

    name: str
    make: Callable[[], bytes]
    words: str

    @property
    def title(self):
        return self.make.__name__


SPOILT: list[Spoilt] = []


def spoilt(words, name="framework.xlsx"):
    """Collect a file under the name of the function that makes it."""

    def keep(make):
        SPOILT.append(Spoilt(name, make, words))
        return make

    return keep


def in_xlsx(words):
    """Collect a function that changes a good XLSX through its library."""

    def keep(change):
        def make():
            book = load_workbook(io.BytesIO(small_workbook("xlsx")))
            change(book)
            content = io.BytesIO()
            book.save(content)
            return content.getvalue()

        make.__name__ = change.__name__
        return spoilt(words)(make)

    return keep


def in_ods(words):
    """Collect a function that changes the content.xml of a good ODS, as text."""

    def keep(change):
        def make():
            return with_part(small_workbook("ods"), "content.xml", change)

        make.__name__ = change.__name__
        return spoilt(words, "framework.ods")(make)

    return keep


def in_yaml(words):
    """Collect a function that changes the values of a good YAML file."""

    def keep(change):
        def make():
            content = small_content()
            change(content)
            return yaml.safe_dump(content, sort_keys=False, allow_unicode=True).encode()

        make.__name__ = change.__name__
        return spoilt(words, "framework.yaml")(make)

    return keep


def with_part(package, name, change):
    """The package with one part changed as text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content.decode()).encode() if entry.filename == name else content)
    return out.getvalue()


def with_parts(package, parts):
    """The package with further parts."""
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def columns(sheet):
    """Column by heading."""
    return {cell.value: cell.column for cell in sheet[1]}


def put(book, sheet, row, heading, value):
    """Write one cell by its heading."""
    book[sheet].cell(row, columns(book[sheet])[heading]).value = value


# --- cells of the wrong kind ---------------------------------------------------------------------------------------


@in_xlsx(r"sheet Indicators, row 2, column F \(Indicator\): This is a formula: =1\+1\. Copy the cell")
def formula_instead_of_text(book):
    put(book, INDICATORS, 2, "Indicator", "=1+1")


@in_xlsx(r"sheet Levels, row 3, column A \(Value\): This is a formula: =SUM\(A1:A2\)")
def formula_instead_of_number(book):
    put(book, "Levels", 3, "Value", "=SUM(A1:A2)")


@in_xlsx(r"sheet Indicators, row 3, column I \(Evidence\): This is a formula: #REF!")
def error_left_by_a_formula(book):
    put(book, INDICATORS, 3, "Evidence", "#REF!")
    book[INDICATORS].cell(3, columns(book[INDICATORS])["Evidence"]).data_type = "e"


@in_xlsx(r"sheet Framework, row 3, column B \(Version\): This is a number \(2026\.1\), where text is needed")
def version_as_number(book):
    book["Framework"].cell(3, 2).value = 2026.1


@in_xlsx(r"sheet Levels, row 3, column A \(Value\): This must be a whole number, and is two")
def number_as_word(book):
    put(book, "Levels", 3, "Value", "two")


@in_xlsx(r"sheet Levels, row 3, column A \(Value\): This must be a whole number, and is 1\.5")
def number_with_a_fraction(book):
    put(book, "Levels", 3, "Value", 1.5)


@in_xlsx(r"sheet Indicators, row 4, column D \(Critical\): This must be yes or no, and is perhaps")
def critical_perhaps(book):
    put(book, INDICATORS, 4, "Critical", "perhaps")


@in_xlsx(r"sheet Framework, row 8, column B \(In force from\): This must be a day, and is next September")
def day_in_words(book):
    book["Framework"].cell(8, 2).value = "next September"


@in_xlsx(r"sheet Framework, row 8, column B \(In force from\): This must be a day, and is 46266")
def day_as_a_serial_number(book):
    cell = book["Framework"].cell(8, 2)
    cell.value, cell.number_format = 46266, "General"


@in_xlsx(r"sheet Framework, row 9, column B \(In force to\): This must be a day, and is 2027-08-31 14:30:00")
def day_with_a_time(book):
    book["Framework"].cell(9, 2).value = datetime(2027, 8, 31, 14, 30)  # noqa: DTZ001 - a cell has no zone


@in_xlsx(r"sheet Sections, row 2, column B \(Title\): This is a day \(2026-09-01.*\), where text is needed")
def day_instead_of_text(book):
    put(book, "Sections", 2, "Title", date(2026, 9, 1))


# --- what the rules say, placed in cells ---------------------------------------------------------------------------


@in_xlsx(r"sheet Indicators, row 3, column A \(Code\): The indicator LG1 is there twice")
def code_twice(book):
    put(book, INDICATORS, 3, "Code", "LG1")


@in_xlsx(r"sheet Sections, row 3, column A \(Code\): The section LG is there twice")
def section_twice(book):
    put(book, "Sections", 3, "Code", "LG")


@in_xlsx(r"sheet Indicators, row 2, column B \(Section\): There is no section ZZ\. Use one of: CU, LG")
def section_that_is_not_there(book):
    put(book, INDICATORS, 2, "Section", "ZZ")


@in_xlsx(r"sheet Indicators, row 2, column C \(Tier\): There is no tier vital\. Use one of: core, extended")
def unknown_tier(book):
    put(book, INDICATORS, 2, "Tier", "vital")


@in_xlsx(r"sheet Indicators, row 2, column L \(Any of these features\): There is no feature ks9")
def unknown_applicability(book):
    put(book, INDICATORS, 2, "Any of these features", "ks1; ks9")


@in_xlsx(r"sheet Indicators, row 2, column K \(Only governance\): There is no governance royal")
def unknown_governance(book):
    put(book, INDICATORS, 2, "Only governance", "royal")


@in_xlsx(r"sheet Indicators, row 2, column J \(References\): There is no document KCSIE31")
def unknown_document(book):
    put(book, INDICATORS, 2, "References", "EA02; KCSIE31 Part 2")


@in_xlsx(r"sheet Indicators, row 2, column O \(Audiences\): There is no audience aliens")
def unknown_audience(book):
    put(book, INDICATORS, 2, "Audiences", "aliens")


@in_xlsx(r"sheet Indicators, row 2, column I \(Evidence\): This is blank\. Fill it in")
def blank_evidence(book):
    put(book, INDICATORS, 2, "Evidence", None)


@in_xlsx(r"sheet Indicators, row 2, column A \(Code\): The code does not begin with LG")
def code_of_no_section(book):
    put(book, INDICATORS, 2, "Code", "XX1")


@in_xlsx(r"sheet Indicators, row 2, column A \(Code\): This has 12 characters\. Say it in 8")
def code_too_long(book):
    put(book, INDICATORS, 2, "Code", "LG1234567890")


@in_xlsx(r"sheet Indicators, row 3, column P \(Replaces\): LG2 replaces LG1, which is there too")
def replaced_and_still_there(book):
    put(book, INDICATORS, 3, "Replaces", "LG1")


@in_xlsx(r"row 2, column P \(Replaces\): LG1 replaces LG2(.|\n)*row 3, column P \(Replaces\): LG2 replaces LG1")
def replacing_each_other(book):
    put(book, INDICATORS, 2, "Replaces", "LG2")
    put(book, INDICATORS, 3, "Replaces", "LG1")


@in_xlsx(r"sheet Documents, row 3, column A \(Key\): The key EA02 is there twice")
def document_twice(book):
    put(book, "Documents", 3, "Key", book["Documents"].cell(2, 1).value)
    book["Documents"].cell(2, 1).value = book["Documents"].cell(3, 1).value = "EA02"


@in_xlsx(r"sheet Governance, row 2, column B \(Words\): This must be text")
def words_that_are_missing(book):
    put(book, "Governance", 2, "Words", None)


@in_xlsx(r"sheet School rules, row 2, column E \(Comparison\): There is no such comparison\. Use one of: is one of")
def unknown_comparison(book):
    put(book, "School rules", 2, "Comparison", "looks like")


@in_xlsx(r"sheet School rules, row 2, column B \(Makes it\): There is no governance royal")
def rule_for_no_governance(book):
    put(book, "School rules", 2, "Makes it", "royal")


@in_xlsx(r"sheet Survey statements, row 2, column D \(Indicators\): There is no indicator LG77")
def statement_about_nothing(book):
    put(book, "Survey statements", 2, "Indicators", "LG77")


@in_xlsx(r"sheet Survey answers, row 2, column C \(Value\): An answer has a value or a key, and not both")
def answer_with_value_and_key(book):
    put(book, "Survey answers", 2, "Key", "yes")


@in_xlsx(r"sheet Further settings, row 2, column A \(Setting\): There is no place for sections > LG")
def setting_in_a_list(book):
    put(book, "Further settings", 2, "Setting", "sections > LG")


@in_xlsx(r"sheet Scoring rules: The rule low-needs-action is missing")
def scoring_rule_missing(book):
    book["Scoring rules"].delete_rows(4)


# --- sheets and headings -------------------------------------------------------------------------------------------


@in_xlsx(r"the workbook: The sheet Documents is missing\. Put it back")
def sheet_missing(book):
    book.remove(book["Documents"])


@in_xlsx(r"sheet Indicators \(2\): This sheet is not known")
def sheet_of_ones_own(book):
    book.create_sheet("Indicators (2)").cell(1, 1).value = "Code"


@in_xlsx(r"sheet Indicators, row 1, column C: The heading Code is there twice")
def heading_twice(book):
    book[INDICATORS].cell(1, 3).value = "Code"


@in_xlsx(r"sheet Indicators, row 1: The heading Tier is missing")
def heading_missing(book):
    book[INDICATORS].delete_cols(3)


@in_xlsx(r"sheet Indicators, row 1, column Q: The heading Remarks is not known")
def column_of_ones_own(book):
    book[INDICATORS].cell(1, 17).value = "Remarks"


@in_xlsx(r"sheet Indicators, row 3, column R: There is no heading above this cell")
def cell_beside_the_table(book):
    book[INDICATORS].cell(3, 18).value = "ask Jo"


@in_xlsx(r"sheet Indicators, row 2, column A: The cells A2:B3 are merged\. Unmerge them")
def merged_cells(book):
    book[INDICATORS].merge_cells("A2:B3")


@in_xlsx(r"sheet Indicators, row 5: This row is hidden")
def hidden_row(book):
    book[INDICATORS].row_dimensions[5].hidden = True


@in_xlsx(r"sheet Indicators, column D: This column is hidden")
def hidden_column(book):
    book[INDICATORS].column_dimensions["D"].hidden = True


@in_xlsx(r"sheet Documents: This sheet is hidden")
def hidden_sheet(book):
    book["Documents"].sheet_state = "veryHidden"


@in_xlsx(r"sheet Framework: The row Title is missing")
def name_of_a_row_missing(book):
    book["Framework"].delete_rows(4)


# --- too much ------------------------------------------------------------------------------------------------------


@spoilt(r"sheet Indicators, row 2001: The sheet has more than 2,000 rows")
def hundred_thousand_rows():
    book = Workbook(write_only=True)
    sheet = book.create_sheet(INDICATORS)
    sheet.append(["Code"])
    content = io.BytesIO()
    book.save(content)
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(2, ROWS + 2))
    return with_part(
        content.getvalue(), "xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", f"{rows}</sheetData>")
    )


@in_ods(r"sheet Read me, row 2001: The sheet has more than 2,000 rows")
def hundred_thousand_rows_in_ods(text):
    cells = (f"<table:table-cell><text:p>{n * 2_654_435_761 % 2**32}</text:p></table:table-cell>" for n in range(ROWS))
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells)
    return text.replace("</table:table>", f"{rows}</table:table>", 1)


@in_ods(r"sheet Sections, row 2001: The sheet goes on after row 2000")
def one_row_that_stands_for_many(text):
    head, tail = text.split('table:name="Sections"')
    return head + 'table:name="Sections"' + tail.replace("<table:table-row>", REPEATED + "<table:table-row>", 1)


REPEATED = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string">'
    "<text:p>x</text:p></table:table-cell></table:table-row>"
)


@in_xlsx(r"sheet Sections, row 2001: The sheet goes on after row 2000")
def one_cell_far_below(book):
    book["Sections"].cell(1_000_000, 1).value = "CU"


@spoilt(r"the file: The workbook would unpack to [\d,]+ bytes")
def zip_bomb():
    return with_parts(small_workbook("xlsx"), {"xl/media/image1.xml": b"0" * 60_000_000})


@spoilt(r"the file: The workbook would unpack to [\d,]+ bytes in [\d,]+ parts")
def zip_of_a_thousand_parts():
    return with_parts(small_workbook("xlsx"), {f"xl/media/{number}.txt": b"x" for number in range(1000)})


@spoilt(r"the file: The file has [\d,]+ bytes, more than 2,000,000")
def three_megabytes():
    return small_workbook("xlsx") + bytes(3_000_000)


@in_ods(r"the file: The workbook is larger than any framework")
def nested_without_end(text):
    return text.replace("<office:spreadsheet>", "<office:spreadsheet>" + "<text:p>" * 300 + "</text:p>" * 300, 1)


@in_ods(r"the file: The workbook defines entities")
def entities_that_grow(text):
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))
    return text.replace("<office:document-content", f"<!DOCTYPE x [{lols}]><office:document-content", 1)


# --- other kinds of file -------------------------------------------------------------------------------------------


@spoilt(r"the file: The file is empty\. Save the workbook again")
def empty_file():
    return b""


@spoilt(r"the file: The file is no workbook, or damaged: inside it is a web page")
def web_page_named_xlsx():
    return b"<html><table><tr><td>Code</td></tr></table></html>"


@spoilt(r"the file: The file is named \.ods, but inside it is \.xlsx", "framework.ods")
def wrong_suffix():
    return small_workbook("xlsx")


@spoilt(r"the file: The file is named \.xlsx, but inside it is no spreadsheet")
def archive_of_something_else():
    return with_parts(b"", {"letter.txt": b"Dear all"})


@spoilt(r"the file: This kind of workbook can hold macros", "framework.xlsm")
def macro_workbook_by_its_name():
    return small_workbook("xlsx")


@spoilt(r"the file: The workbook holds macros or other programs")
def macro_workbook_under_another_name():
    return with_parts(small_workbook("xlsx"), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


@spoilt(r"the file: The workbook has links to other files")
def links_to_other_files():
    return with_parts(small_workbook("xlsx"), {"xl/externalLinks/externalLink1.xml": b"<x/>"})


@spoilt(r"the file: The workbook has a part that must not be opened")
def part_that_climbs_out():
    return with_parts(small_workbook("xlsx"), {"../../etc/cron.d/x": b"x"})


@spoilt(r"the file: The workbook is protected by a password, or of the old kind \.xls")
def encrypted_xlsx():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)


@spoilt(r"the file: The workbook is protected by a password", "framework.ods")
def encrypted_ods():
    return with_part(
        small_workbook("ods"),
        "META-INF/manifest.xml",
        lambda text: text.replace("</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>"),
    )


@spoilt(r"the file: The file is no workbook, or damaged")
def cut_off_in_the_middle():
    return small_workbook("xlsx")[:20_000]


@spoilt(r"the file: The file is no workbook, or damaged")
def one_byte_turned_over():
    package = bytearray(small_workbook("xlsx"))
    (offset,) = struct.unpack("<H", package[26:28])
    package[30 + offset + 200] ^= 0xFF
    return bytes(package)


# --- ODS and its own ways ------------------------------------------------------------------------------------------


def in_indicators(old, new):
    """Change the first such text in the sheet of indicators."""

    def change(text):
        head, tail = text.split('table:name="Indicators"')
        assert old in tail
        return head + 'table:name="Indicators"' + tail.replace(old, new, 1)

    return change


@in_ods(r"sheet Indicators, row 1: The heading Code is missing(.|\n)*column A: The heading =1\+1 is not known")
def formula_in_a_heading_in_ods(text):
    return in_indicators('office:value-type="string"', 'office:value-type="string" table:formula="of:=1+1"')(text)


@in_ods(r"sheet Indicators, row 2, column A \(Code\): This is a formula: =1\+1")
def formula_in_ods(text):
    cell = 'office:value-type="string"><text:p>LG1</text:p>'
    return in_indicators(cell, f'table:formula="of:=1+1" {cell}')(text)


@in_ods(r"sheet Indicators, row 1, column A: Cells are merged here")
def merged_cells_in_ods(text):
    return in_indicators("<table:table-cell ", '<table:table-cell table:number-columns-spanned="2" ')(text)


@in_ods(r"sheet Indicators, row 1: This row is hidden")
def hidden_row_in_ods(text):
    return in_indicators("<table:table-row>", '<table:table-row table:visibility="filter">')(text)


@in_ods(r"sheet Indicators, column A: A column is hidden")
def hidden_column_in_ods(text):
    return in_indicators("<table:table-column ", '<table:table-column table:visibility="collapse" ')(text)


@spoilt(r"sheet Documents: This sheet is hidden", "framework.ods")
def hidden_sheet_in_ods():
    document = Document(io.BytesIO(small_workbook("ods")))
    table = next(one for one in document.body.tables if one.name == "Documents")
    table.style = document.insert_style(hidden_style(), automatic=True)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def hidden_style():

    style = Style("table", name="gone")
    style.set_properties({"table:display": "false"}, area="table")
    return style


# --- YAML ----------------------------------------------------------------------------------------------------------


@spoilt(r"the file: It is not UTF-8 text", "framework.yaml")
def yaml_in_utf_16():
    return yaml.safe_dump(small_content()).encode("utf-16")


@spoilt(r"the file: This is not the YAML we expect", "framework.yaml")
def yaml_in_utf_16_without_a_mark():
    return b"a: 1\n".decode().encode("utf-16-le")


@spoilt(r"line 1: The file repeats parts by anchors", "framework.yaml")
def yaml_that_holds_itself():
    return b"framework: &a [*a]\n"


@in_yaml(r"section LG, indicator LG1, key code: The indicator LG1 is there twice")
def code_twice_in_yaml(content):
    indicator(content, "LG2")["code"] = "LG1"


@in_yaml(r"section LG, indicator LG1, key replaces: LG1 replaces LG2, which is there too")
def replacing_each_other_in_yaml(content):
    indicator(content, "LG1")["replaces"], indicator(content, "LG2")["replaces"] = "LG2", "LG1"


@in_yaml(r"section LG, indicator LG1, key applies, key features_any, feature number 1: There is no feature ks9")
def unknown_applicability_in_yaml(content):
    indicator(content, "LG1")["applies"] = {"features_any": ["ks9"]}


@in_yaml(r"section LG, indicator LG1, key text: This must be text")
def number_instead_of_text_in_yaml(content):
    indicator(content, "LG1")["text"] = 7


@in_yaml(r"key framework, key effective_from: This must be a day")
def day_in_words_in_yaml(content):
    content["framework"]["effective_from"] = "in autumn"


@spoilt(r"the file: The file is larger than a million characters", "framework.yaml")
def hundred_thousand_lines_of_yaml():
    return b"- a line of yaml\n" * ROWS


@spoilt(r"This must be keys with values", "framework.yaml")
def yaml_that_is_a_list():
    return b"- one\n- two\n"


@spoilt(r"the file: The key sections is missing", "framework.yaml")
def yaml_cut_off_in_the_middle():
    content = content_as_yaml(small_content())
    return content[: content.index("\nsections:")].encode()


@spoilt(r"the file: It is not UTF-8 text", "framework.yaml")
def yaml_in_latin_1():
    return content_as_yaml(small_content() | {"title": "caf\u00e9"}).encode("latin-1")


@spoilt(r"line 1, column 1: This is not the YAML we expect", "framework.yaml")
def yaml_that_calls_a_program():
    return b"!!python/object/apply:os.system ['true']\n"


@spoilt(r"the file: A file named \.csv is not known. Use a file named \.yaml, \.ods or \.xlsx", "framework.csv")
def comma_separated_values():
    return b"Code,Indicator\r\nLG1,The board has a named member.\r\n"
