"""Components of our own, and what all of them promise."""

import inspect
import re

import pytest
from django.template import Template, TemplateSyntaxError
from django.template.loader import get_template

from lscp_portal.ui import levels
from lscp_portal.ui.templatetags import ui
from lscp_portal.ui.types import Cell, Fact, Heading, Pages, Side, Step
from tests.ui.conftest import ROOT, nodes, tree

TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PAGES = [name for name in NAMES if "email/" not in name]  # mail programs read no style sheet


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_inline_styles_or_scripts_or_trusts_what_people_typed(name):
    text = (TEMPLATES / name).read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|\|\s*safe\b|autoescape off", text)
    assert all("src=" in found for found in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("wrong", ['{% tag colour="teal" %}', '{% tag text="x" color="teal" %}', "{% level_chip %}"])
def test_a_missing_or_misspelt_parameter_fails_when_the_template_is_compiled(wrong):
    with pytest.raises(TemplateSyntaxError):
        Template(wrong)


def test_components_have_at_most_six_parameters_and_say_what_they_are():
    made = [thing for _, thing in inspect.getmembers(ui, inspect.isfunction) if thing.__module__ == ui.__name__]
    for component in made:
        named = [p for p in inspect.signature(component).parameters.values() if p.name != "content"]
        assert len(named) <= 6, component.__name__
        assert component.__doc__ or component.__name__.startswith("_"), component.__name__


@pytest.mark.parametrize("level", levels.LEVELS)
def test_a_level_is_said_in_words(draw, level):
    assert level.word in draw("{% level_chip level=level %}", level=level.key)
    if level.value is not None:
        assert draw("{% level_chip level=level %}", level=level.value) == draw(
            "{% level_chip level=level %}", level=level.key
        )


@pytest.mark.parametrize("nothing", ["", None])
def test_no_answer_is_said_in_words_and_is_not_level_nought(draw, nothing):
    assert "No answer yet" in draw("{% level_chip level=level %}", level=nothing)


def test_a_level_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="There is no level 'fine'"):
        levels.find("fine")


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("secure", "secure", "Both give the same level."),
        (3, "secure", "They are one level apart."),
        ("embedded", "partly", "They are two levels apart."),
        ("not_in_place", 3, "They are three levels apart."),
        ("not_checked", "secure", ""),
        ("", "secure", ""),
    ],
)
def test_two_readings_say_in_words_how_far_apart_they_are(left, right, words):
    assert levels.difference(left, right) == words


def test_side_by_side_shows_both_readings(draw):
    html = draw("{% side_by_side left=left right=right %}", left=Side("We", 3), right=Side("They", "partly", "Because"))
    assert "Secure and showing impact" in html
    assert "Partly in place" in html
    assert "They are two levels apart." in html


def test_a_table_names_its_rows_and_columns_and_keeps_its_headings_as_cards(draw):
    rows = [["Larkfield", Cell("Open", tag="Late"), 2], [Cell("Brook", href="/b/"), Cell(level=None), 0]]
    html = draw(
        '{% table caption="Schools" headings=headings rows=rows %}',
        headings=["School", "State", Heading("Actions", numeric=True)],
        rows=rows,
    )
    found = list(nodes(tree(html)))
    assert [attrs["scope"] for tag, attrs, _ in found if tag == "th"] == ["col"] * 3 + ["row"] * 2
    assert [attrs["data-heading"] for tag, attrs, _ in found if tag == "td"] == ["State", "Actions"] * 2
    assert "No answer yet" in html
    assert ">0<" in html.replace(" ", "").replace("\n", "")


def test_a_row_of_the_wrong_length_is_a_mistake(draw):
    with pytest.raises(ValueError, match="zip"):
        draw('{% table caption="x" headings=headings rows=rows %}', headings=["One", "Two"], rows=[["only one"]])


def test_what_people_typed_is_escaped_everywhere(draw):
    evil = "<script>alert(1)</script>"
    html = draw(
        "{% tag text=evil %}{% warning text=evil %}{% summary %}{% row key=evil value=evil %}{% endsummary %}"
        "{% table caption=evil headings=headings rows=rows %}{% facts items=facts %}"
        "{% details summary=evil %}{{ evil }}{% enddetails %}"
        "{% step_list steps=steps label=evil %}{% notification text=evil %}",
        evil=evil,
        headings=[evil],
        rows=[[evil]],
        facts=[Fact(evil, evil)],
        steps=[Step(evil, note=evil)],
    )
    assert "<script" not in html


def test_pages_say_where_they_are_and_the_ends_have_one_link(draw):
    first = draw("{% pagination page=page %}", page=Pages(next_href="?after=x", position="Schools 1 to 50 of 312"))
    assert "Previous" not in first
    assert "Schools 1 to 50 of 312" in first
    assert draw("{% pagination page=page %}", page=Pages()).strip() == ""


def test_progress_is_said_in_words_and_never_as_a_percentage(draw):
    html = draw('{% progress done=14 total=38 left="3 things left" %}')
    assert "14 of 38 answered" in html
    assert "3 things left" in html
    assert "%" not in html


def test_a_telephone_number_becomes_an_address_that_dials(draw):
    assert draw("{{ number|telephone }}", number="01632 960 111") == "tel:01632960111"


def test_an_alert_button_or_tag_of_an_unknown_kind_is_refused(draw):
    with pytest.raises(TemplateSyntaxError):
        draw('{% button text="x" kind="danger" %}')
    with pytest.raises(TemplateSyntaxError):
        draw('{% tag text="x" colour="red" %}')
