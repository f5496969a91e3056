"""Charts: valid, safe under a strict policy, and saying in words what they show."""

from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.ui import charts, levels
from lscp_portal.ui.samples import GALLERY
from lscp_portal.ui.types import LevelBar, LevelBars
from tests.ui.conftest import nodes, tree

KEYS = [level.key for level in (*levels.LEVELS, levels.NO_ANSWER)]
BARS = st.builds(
    LevelBar,
    label=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    counts=st.dictionaries(st.sampled_from(KEYS), st.integers(0, 400)),
)
SVG = "{http://www.w3.org/2000/svg}"


def read(svg):
    """The drawing as a tree; it is our own, so a plain parser will do."""
    return ET.fromstring(svg)  # noqa: S314


@given(st.lists(BARS, max_size=12))
def test_a_chart_is_valid_xml_without_styles_scripts_or_ids(rows):
    drawn = read(charts.level_bars_svg(LevelBars("A <title> & more", rows)))
    for element in drawn.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "rect", "line", "text"}
        assert not {"style", "id", "class"} & set(element.attrib)


@given(st.lists(BARS, min_size=1, max_size=12))
def test_bars_stay_inside_the_drawing_and_are_as_long_as_their_counts(rows):
    drawn = read(charts.level_bars_svg(LevelBars("x", rows)))
    for box in drawn.iter(f"{SVG}rect"):
        assert float(box.get("x")) + float(box.get("width")) <= charts.WIDTH
    for line in drawn.iter(f"{SVG}line"):
        assert all(0 <= float(line.get(name)) <= charts.WIDTH for name in ("x1", "x2"))


def test_the_title_is_the_whole_chart_in_words():
    title = read(charts.level_bars_svg(GALLERY.chart)).find(f"{SVG}title").text
    assert title.startswith("Safer recruitment is strongest, online safety weakest.")
    assert "Online safety: 2 secure, 4 partly in place, 3 not in place, 5 not checked yet" in title


def test_the_table_beside_the_chart_says_the_same_numbers(draw):
    html = draw("{% level_bars chart=chart %}", chart=GALLERY.chart)
    cells = [node[2][0] for node in nodes(tree(html)) if node[0] == "td" and node[1].get("data-heading") == "All"]
    assert cells == ["13", "14", "14", "1"]


def test_a_level_that_does_not_occur_is_left_out_of_key_and_table():
    chart = LevelBars("x", [LevelBar("One", {"secure": 2, "partly": 0})])
    assert [level.key for level in charts.shown_levels(chart)] == ["secure"]


def test_a_number_stands_in_every_part_that_has_room_for_it():
    drawn = read(charts.level_bars_svg(GALLERY.chart))
    words = [text.text for text in drawn.iter(f"{SVG}text")]
    assert words[:6] == ["Leadership and governance", "4", "6", "2", "1", "13"]


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_progress_bar_never_overflows(done, total):
    drawn = read(charts.progress_svg(done=done, total=total))
    assert 0 <= float(drawn.findall(f"{SVG}rect")[1].get("width")) <= 420


LONG = "Children who may need more protection, and children not in school"


def test_a_long_label_is_written_out_on_several_lines():
    rows = [LevelBar(LONG, {"secure": 1}), LevelBar("Short", {"secure": 1})]
    drawn = read(charts.level_bars_svg(LevelBars("x", rows)))
    labels = [text for text in drawn.iter(f"{SVG}text") if text.get("x") == "0"]
    assert " ".join(text.text for text in labels) == f"{LONG} Short"
    assert len(labels) == 4
    baselines = [float(text.get("y")) for text in labels]
    assert all(after - before >= 18 for before, after in pairwise(baselines))


@given(st.lists(BARS, max_size=6))
def test_no_word_of_a_label_is_left_out_and_none_falls_out_of_the_drawing(rows):
    drawn = read(charts.level_bars_svg(LevelBars("x", rows)))
    height = float(drawn.get("height"))
    labels = [text for text in drawn.iter(f"{SVG}text") if text.get("x") == "0"]
    assert "".join("".join(text.text or "" for text in labels).split()) == "".join(
        "".join(row.label for row in rows).split()
    )
    assert all(10 <= float(text.get("y")) <= height for text in labels)


def test_what_has_no_answer_is_counted_drawn_and_named():
    chart = LevelBars("x", [LevelBar("One", {"secure": 2, "none": 3}), LevelBar("Two", {"none": 4})])
    assert [level.word for level in charts.shown_levels(chart)] == ["Secure", "No answer yet"]
    assert [row[2] for row in charts.table_rows(chart)] == [5, 4]
    assert "One: 2 secure, 3 no answer yet; Two: 4 no answer yet" in charts.sentence(chart)
