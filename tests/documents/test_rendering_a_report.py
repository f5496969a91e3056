"""An ordinary report: accessible, quick, the same every time."""

import io

import page
import pikepdf
import pytest

from lscp_portal.documents.assets import style_sheet
from lscp_portal.documents.rendering import render, render_pdf
from lscp_portal.documents.types import DocumentWarning, Limits, Reason, RenderRefused, RenderTimeout

DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TABLE = """<table class="lscp-keep-together"><caption>Results</caption>
<thead><tr><th scope="col">Standard</th><th scope="col">Level</th></tr></thead>
<tbody><tr><th scope="row">Training</th><td><span class="lscp-level lscp-level--secure">Secure</span></td></tr>
<tr><th scope="row">Checks</th><td>
<span class="lscp-level lscp-level--partly">Partly in place</span></td></tr></tbody></table>
<p>More at <a href="https://example.org/">the partnership</a>.</p>"""


def document(body, *, lang="en", title="Safeguarding report: Elm School"):
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def report(pages):
    words = "<p>" + "The school checked its records in the spring term and told the board. " * 25 + "</p>"
    sections = (f'<section class="lscp-new-page"><h2>Section {n}</h2>{words}{TABLE}</section>' for n in range(1, pages))
    cover = (
        '<p class="lscp-organisation">Eastmere partnership</p><p class="lscp-edition">Edition 1</p><h1>Elm School</h1>'
    )
    return document(f'{cover}<p><img src="{DOT}" alt="A mark"></p>{"".join(sections)}')


def dictionaries(opened, key, value):
    return [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and thing.get(key) == value]


@pytest.fixture(scope="module")
def rendered():
    return render(report(6))


def test_a_six_page_report_is_drawn_without_a_remark(rendered):
    assert rendered.remarks == ()
    assert len(pikepdf.open(io.BytesIO(rendered.pdf)).pages) == 6


def test_it_conforms_to_pdf_ua_1(rendered):
    found = page.validate_pdf_bytes(rendered.pdf, profile="ua1")
    assert not found.failures, [failure.message for failure in found.failures]


def test_it_says_its_language_and_shows_its_title(rendered):
    opened = pikepdf.open(io.BytesIO(rendered.pdf))
    assert opened.Root.Lang == "en"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert opened.docinfo["/Title"] == "Safeguarding report: Elm School"


def test_header_cells_say_what_they_head(rendered):
    opened = pikepdf.open(io.BytesIO(rendered.pdf))
    scopes = [str(cell.A.Scope) for cell in dictionaries(opened, "/S", "/TH")]
    assert (scopes.count("/Column"), scopes.count("/Row")) == (10, 10)


def test_pictures_have_their_words_and_links_are_printed(rendered):
    opened = pikepdf.open(io.BytesIO(rendered.pdf))
    assert str(dictionaries(opened, "/S", "/Figure")[0].Alt) == "A mark"
    assert {int(link.F) for link in dictionaries(opened, "/Subtype", "/Link")} == {4}


def test_only_the_typeface_is_embedded(rendered):
    opened = pikepdf.open(io.BytesIO(rendered.pdf))
    names = [str(font.BaseFont) for font in dictionaries(opened, "/Type", "/Font")]
    assert all("Source-Sans-3" in name or "Liberation-Sans" in name for name in names), names


def test_the_same_report_gives_the_same_bytes_and_another_one_does_not():
    one = document("<h1>One</h1>")
    first = render_pdf(one)
    assert first == render_pdf(one)
    assert first != render_pdf(document("<h1>Two</h1>"))


def test_other_alphabets_are_drawn_without_a_remark():
    assert render(document("<h1>Łódź, Ăngeles, İzmir, Kraków</h1>")).remarks == ()


def test_a_typeface_that_is_not_there_is_not_asked_for():
    assert "@font-face" not in style_sheet({})
    assert style_sheet({"lscp-asset:source-sans-3-latin-400-normal.woff2": b""}).count("@font-face") == 1


def test_a_picture_without_words_is_remarked_on():
    with pytest.warns(DocumentWarning, match="no required alt"):
        render_pdf(document(f'<h1>x</h1><img src="{DOT}">'))


def test_a_remark_never_repeats_the_document():
    remarks = render(document('<h1>x</h1><p style="colour: secretword">x</p>')).remarks
    assert remarks
    assert "secretword" not in "".join(remarks)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (document("<h1>x</h1>", title=" "), Reason.NO_TITLE),
        (document("<h1>x</h1>", lang=""), Reason.NO_LANGUAGE),
        ("x" * 5_000_001, Reason.TOO_LONG),
    ],
)
def test_a_document_without_title_or_language_or_end_is_refused(html, reason):
    with pytest.raises(RenderRefused) as refused:
        render_pdf(html)
    assert refused.value.reason is reason


def test_a_slow_drawing_is_stopped_by_the_clock():
    with pytest.raises(RenderTimeout):
        render_pdf(report(6), limits=Limits(wall_seconds=0.3))


def test_the_product_allows_what_the_design_says():
    assert Limits() == Limits(wall_seconds=60, cpu_seconds=30, memory_bytes=1_000_000_000, file_bytes=50_000_000)
