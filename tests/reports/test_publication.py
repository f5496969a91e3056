"""What the public sees of an edition, and the check that its bytes are what was stored."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import public_scope, scope
from reports.drafting.models import Report
from reports.drafting.types import AuditRecord
from reports.drafting.wording import first_words
from reports.publication.document import blocks, document_of, fragment, half_page
from reports.publication.models import Edition
from reports.publication.queries import file_of, latest_edition, published_editions_of
from tests.reports import report_stage as stage

ROOT = Path(__file__).resolve().parent.parent.parent
PARTNERSHIP = Partnership(
    name="Eastmere Safeguarding Children Partnership",
    safeguarding_phone="01632 960 001",
    out_of_hours_phone="01632 960 002",
)
DAY = date(2026, 11, 24)


def record(**changes) -> AuditRecord:
    kept = {
        "school_name": "Alder Lane Primary School", "urn": 900001, "phase": "Primary", "town": "Eastmere",
        "pupils": 210, "cycle": "Full audit 2026", "year": 2026, "kind": "full", "framework": "Framework 2026.1",
        "submitted_on": "2026-10-02", "reviewed_on": "2026-10-20", "feedback_on": "2026-10-22",
        "coverage": {"asked": 96, "answered": 96, "read": 96, "not_applicable": 2},
        "sections": [
            {"code": "LG", "title": "Leadership", "why": "", "level": 2, "result": "Arrangements in place",
             "spread": {"embedded": 1, "secure": 5, "partly": 1, "not_in_place": 0}, "is_critical": False},
            {"code": "SR", "title": "Safer recruitment", "why": "", "level": 1,
             "result": "Some arrangements need strengthening",
             "spread": {"embedded": 0, "secure": 2, "partly": 4, "not_in_place": 0}, "is_critical": False},
        ],
        "visit": {"held_on": "2026-11-03", "agencies": ["Education", "Police"], "strengths": ["Walk of the site"]},
        "recommendations": [
            {"text": "Check the record of checks each term.", "help_from": "The local authority’s adviser",
             "section": "Safer recruitment", "due_on": "2027-02-12"},
        ],
    }  # fmt: skip
    return AuditRecord.of({**kept, **changes})


def report(kept: AuditRecord | None = None, **words) -> Report:
    drawn = kept or record()
    first = first_words(drawn)
    texts = {name: getattr(first, name) for name in ("summary", "strengths", "improvements", "next_steps")}
    return Report(record=drawn.as_json(), **{**texts, "school_comment": "We agree.", **words})


def drawn(kept: AuditRecord | None = None, **words) -> str:
    return fragment(document_of(report=report(kept, **words), partnership=PARTNERSHIP, correct_on=DAY))


class Reader(HTMLParser):
    """Tags and attributes that occur."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def test_it_says_what_it_is_and_what_it_is_not():
    html = drawn()
    assert "This is not an inspection. It does not replace Ofsted or the Independent Schools Inspectorate." in html
    assert "It was correct on 24 November 2026." in html
    assert "01632 960 001" in html
    assert "01632 960 002" in html
    assert "call 999" in html
    assert Reader(html).tags.count("h1") == 1


def test_the_schools_comment_is_printed_in_full():
    comment = " ".join(f"word{number}" for number in range(250))
    assert comment in drawn(school_comment=comment)
    assert "did not use it" in drawn(school_comment="")


def test_sections_are_words_in_a_table_and_a_chart_with_its_table():
    html = drawn()
    assert "Some arrangements need strengthening" in html
    assert "<svg" in html
    assert Reader(html).tags.count("table") == 3


def test_no_cell_ends_with_space_because_the_pdf_would_break_its_line_too_early():
    assert not re.search(r"\s</t[dh]>", drawn())


def test_no_script_no_inline_style_and_no_id_of_the_shell():
    reader = Reader(drawn(summary='<script>alert(1)</script> <b onclick="x">bold</b>'))
    assert not {"script", "style", "link", "b", "form"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name == "style" or name.startswith("on")]
    assert all(value.startswith("report-") for name, value in reader.attributes if name == "id")


@pytest.mark.parametrize("pupils", [None, 0, 1, 49])
def test_a_small_school_is_told_of_in_words_only(pupils):
    kept = record(pupils=pupils)
    html = drawn(kept)
    assert "<svg" not in html
    assert "Arrangements in place" not in html
    assert "arrangements in place" not in html
    assert "need strengthening" not in html.replace("What needs", "")
    shown = half_page(report=report(kept), correct_on=DAY)
    assert shown["narrative_only"] is True
    assert (shown["sections"], shown["facts"]) == ([], [])


def test_fifty_pupils_are_not_a_small_school():
    assert half_page(report=report(record(pupils=50)), correct_on=DAY)["narrative_only"] is False


def test_the_half_page_holds_what_search_and_api_show():
    shown = half_page(report=report(), correct_on=DAY)
    assert shown["sections"][1] == {
        "code": "SR", "title": "Safer recruitment", "level": 1, "result": "Some arrangements need strengthening",
    }  # fmt: skip
    assert [fact["number"] for fact in shown["facts"]] == [96, 8, 1]
    assert (shown["correct_on"], shown["visited_on"], shown["recommendations"]) == ("2026-11-24", "2026-11-03", 1)
    assert len(" ".join(shown["paragraphs"]).split()) < 150


def test_first_words_say_where_it_works_and_where_not():
    words = first_words(record())
    assert words.strengths == "- Leadership: arrangements in place\n- Seen on the visit: walk of the site"
    assert words.improvements == "- Safer recruitment: some arrangements need strengthening"
    assert "12 February 2027" in words.next_steps


def test_a_record_comes_back_from_its_column_as_it_went_in():
    assert AuditRecord.of(record().as_json()) == record()
    assert AuditRecord.of(record(visit=None).as_json()).visit is None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=300))
def test_blocks_keep_every_word(text):
    kept = " ".join(word for block in blocks(text) for line in block.lines for word in line.split())
    assert sorted(set(text.split()) - set(kept.split()) - {"-", "*", "•"}) == []


def test_the_public_reads_published_editions_and_nothing_else(committed_cast):
    cast = committed_cast
    first = stage.report_at(cast, "rendered")
    with scope(public_scope()):
        assert published_editions_of(900001) == []
    stage.step(cast, "publisher", stage.publish_report, report_id=first.pk)
    with scope(public_scope()):
        edition = latest_edition(900001, 2026, "full")
        assert edition is not None
        assert edition.address == "/reports/900001/2026-full/"
        assert published_editions_of(900001) == [edition]
        assert latest_edition(900001, 2025, "full") is None
        stored = file_of(edition.id, "pdf")
        assert stored is not None
        assert stored.content == stage.PDF
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(using="site"):
            list(Edition.objects.values("source_html"))
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(using="site"):
            list(Report.objects.values("pk"))


def test_a_withdrawn_edition_keeps_its_date_and_reason_and_shows_no_bytes(committed_cast):
    cast = committed_cast
    stage.report_at(cast, "withdrawn")
    with scope(public_scope()):
        edition = latest_edition(900001, 2026, "full")
        assert edition is not None
        assert edition.is_withdrawn
        assert edition.withdrawn_because == "A fact in it was wrong and is being corrected."
        assert file_of(edition.id, "html") is None


def verify(committed) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "verify_published"]
    environment = {**os.environ, **committed.variables, "DJANGO_SETTINGS_MODULE": "lscp_portal.settings.test"}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


def test_verify_published_names_every_changed_and_missing_file(committed, committed_cast):
    stage.report_at(committed_cast, "published")
    sound = verify(committed)
    assert (sound.returncode, sound.stdout) == (0, "All 2 stored files have the hash they were stored with.\n")
    with committed.as_admin() as cursor:
        cursor.execute("SET session_replication_role = replica")  # as somebody with the disk in hand would
        cursor.execute("UPDATE lscp.reports_editionfile SET content = content || 'x' WHERE format = 'pdf'")
    altered = verify(committed)
    assert altered.returncode == 1
    assert re.search(r"edition \d+, pdf: does not have the hash it was stored with", altered.stderr)
    assert "html" not in altered.stderr
    with committed.as_admin() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM lscp.reports_editionfile WHERE format = 'pdf'")
        cursor.execute("UPDATE lscp.reports_edition SET source_html = source_html || 'x'")
    missing = verify(committed)
    assert "pdf: is missing" in missing.stderr
    assert "html: is not what was approved" in missing.stderr


def test_a_section_without_a_reading_has_no_result():
    sections = [{**line, "level": None, "result": ""} for line in record().as_json()["sections"]]
    kept = replace(record(), sections=AuditRecord.of({**record().as_json(), "sections": sections}).sections)
    assert "Not read" in drawn(kept)
    assert half_page(report=report(kept), correct_on=DAY)["sections"] == []
