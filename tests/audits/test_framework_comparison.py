"""Two versions of a framework side by side, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.frameworks.comparison.comparing import compare, longest_rising
from audits.frameworks.comparison.queries import compared, versions_to_compare
from audits.frameworks.comparison.types import ADDED, CHANGED, REMOVED
from audits.frameworks.comparison.wording import GONE, NEW, SAME, word_changes
from audits.frameworks.exchange.files import read_file
from audits.frameworks.queries import catalogue
from lscp_portal.tenancy.scope import scope
from tests.audits.small_framework import indicator, small_definition
from tests.audits.test_answer_budgets import counted
from tests.audits.test_framework_pages import said

COMPARE = "/p/eastmere/frameworks/compare/"


def changes(change, before=None):
    found = compare(small_definition(before), small_definition(change))
    return [one for group in (*found.indicators, *found.others) for one in group.changes]


def only_change(change, before=None):
    (one,) = changes(change, before)
    return one


def reworded(code, **parts):
    return lambda content: indicator(content, code).update(parts)


def test_a_version_is_the_same_as_itself():
    found = compare(small_definition(), small_definition())
    assert found.is_same
    assert not found.summary


NOTES = [  # how LG6 was, how it is, and what must be said of it
    ({}, {"critical": True}, ["Now critical."]),
    ({"critical": True}, {}, ["No longer critical."]),
    ({}, {"tier": "core"}, ["Tier: now core, before extended."]),
    ({}, {"allow_na": True}, ["Schools may now say that it does not apply."]),
    (
        {"applies": {"features_any": ["ks1"]}},
        {"applies": {"features_any": ["ks1", "boarding"]}},
        ["Now also asked of schools where: boarders or residential special provision."],
    ),
    (
        {"applies": {"features_any": ["ks1", "boarding"]}},
        {"applies": {"features_any": ["boarding"]}},
        ["No longer asked of schools only because: has pupils aged 5-7."],
    ),
    ({}, {"applies": {"governance": ["fe"]}}, [
        "No longer asked of every school, but only where: FE or sixth form college, special post-16 institution.",
    ]),
    ({"applies": {"governance": ["fe"]}}, {}, [
        "Now asked of every school; before, only where: FE or sixth form college, special post-16 institution.",
    ]),
    (
        {"applies": {"features_any": ["ks1"], "not_features": ["ap"]}},
        {"applies": {"features_any": ["ks1"], "not_features": ["ap", "special"]}},
        ["No longer asked of schools where: special school or SEN unit / resourced provision."],
    ),
    ({"refs": ["EA02"]}, {"refs": ["EA02", "KCSIE26 Part 3"]}, ["References: now also KCSIE26 Part 3."]),
    ({"refs": ["EA02", "HRA"]}, {"refs": ["HRA"]}, ["References: no longer EA02."]),
    ({"audience": ["pupil"]}, {"audience": ["staff"]}, ["Audiences: now also staff.", "Audiences: no longer pupil."]),
]  # fmt: skip


@pytest.mark.parametrize(("was", "now", "notes"), NOTES)
def test_what_changed_is_said_in_words(was, now, notes):
    plain = {"tier": "extended", "critical": False, "allow_na": False, "applies": "all"}
    one = only_change(reworded("LG6", **{**plain, **now}), reworded("LG6", **{**plain, **was}))
    assert (one.kind, one.name, one.section) == (CHANGED, "LG6", "LG")
    assert list(one.notes) == notes


def test_reworded_text_is_shown_word_by_word():
    one = only_change(
        reworded("LG1", text="The board has two named members."), reworded("LG1", text="The board has a named member.")
    )
    (text,) = one.texts
    assert text.part == "Indicator"
    assert [(piece.kind, piece.text) for piece in text.pieces] == [
        (SAME, "The board has "), (GONE, "a"), (NEW, "two"), (SAME, " named "), (GONE, "member"), (NEW, "members"),
        (SAME, "."),
    ]  # fmt: skip


def test_what_is_new_and_what_is_gone():
    def change(content):
        first = content["sections"][0]["indicators"]
        new = {
            **first[0],
            "code": "LG20",
            "text": "Something new.",
            "replaces": "LG1",
            "applies": {"features_any": ["ap"]},
        }
        first[0] = new
        for survey in content["surveys"]["sets"]:
            for item in survey["items"]:
                item["indicators"] = ["LG2" if code == "LG1" else code for code in item["indicators"]]

    found = [one for one in changes(change) if one.sheet == "Indicators"]
    assert [(one.kind, one.name) for one in found] == [(ADDED, "LG20"), (REMOVED, "LG1")]
    assert "It takes over from LG1 with a changed meaning, so trends begin anew." in found[0].notes
    assert "Asked only where: PRU or AP academy / registered AP." in found[0].notes


def test_an_indicator_that_moves_is_named_once():
    def change(content):
        first = content["sections"][0]["indicators"]
        first.append(first.pop(0))

    one = only_change(change)
    assert (one.name, list(one.notes)) == ("LG1", ["Now stands after LG8."])


def test_settings_are_compared_too():
    def change(content):
        content["rating_scale"]["levels"][0]["label"] = "Not there at all"
        content["documents"]["EA02"]["in_force"] = content["framework"]["effective_from"]
        content["documents"]["NEW1"] = {"title": "A new act"}
        content["surveys"]["common_rules"]["suppress_counts_below"] = 6

    words = [(one.sheet, one.kind, one.name) for one in changes(change)]
    assert words == [
        ("Documents", CHANGED, "EA02"),
        ("Documents", ADDED, "NEW1"),
        ("Levels", CHANGED, "0"),
        ("Further settings", CHANGED, "surveys > common_rules > suppress_counts_below"),
    ]
    assert list(changes(change)[0].notes) == ["In force: now 1 September 2026, before blank."]


def test_the_summary_counts():
    def change(content):
        first = content["sections"][0]["indicators"]
        first += [{**first[0], "code": f"LG2{number}"} for number in range(3)]
        reworded("CU5", text="Said anew.")(content)
        reworded("CU6", text="Said anew.", critical=True)(content)

    found = compare(small_definition(), small_definition(change))
    assert list(found.summary) == ["3 new indicators", "2 indicators reworded", "1 indicator now critical"]


@given(st.lists(st.sampled_from(["a", "b", " ", ".", "word", "it's"])), st.lists(st.sampled_from(["a", "b", " ", "c"])))
def test_the_pieces_give_both_texts_back(before, after):
    pieces = word_changes("".join(before), "".join(after))
    assert "".join(piece.text for piece in pieces if piece.kind != NEW) == "".join(before)
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == "".join(after)


@given(st.lists(st.integers(0, 20), unique=True))
def test_what_stays_rises(numbers):
    found = longest_rising(numbers)
    assert found == sorted(found)
    assert [number for number in numbers if number in found] == found


def versions(cast):
    key = f"catalogue {catalogue()[-1].id} {catalogue()[-1].version}"
    return {"before": key, "after": f"version {cast.framework.pk}"}


def test_any_two_versions_can_be_chosen_on_a_page(cast):
    words = said(cast.client("reviewer").get(COMPARE))
    assert "2026.1 (published)" in words
    assert "2026.1 (catalogue)" in words
    assert "They say the same." in said(cast.client("reviewer").get(COMPARE, versions(cast)))


def test_a_version_that_is_not_there_is_refused(cast):
    response = cast.client("lead").get(COMPARE, {**versions(cast), "after": "version 999999"})
    assert response.status_code == 422
    assert "Choose a version of the list" in said(response)


def test_the_page_needs_few_queries_whatever_the_size(cast):
    with scope(cast.scope_of("lead")):
        with counted() as choosing:
            versions_to_compare()
        with counted() as comparing:
            compared(**versions(cast))
    assert (len(choosing), len(comparing)) == (1, 3)


@pytest.mark.parametrize("kind", ["yaml", "ods", "xlsx"])
def test_a_version_is_taken_out_as_a_file(cast, kind):
    response = cast.client("analyst").get(f"/p/eastmere/frameworks/{cast.framework.pk}/export/{kind}/")
    assert response.status_code == 200
    name = f"lscp-education-safeguarding-2026.1.{kind}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert read_file(response.content, name).indicators == catalogue()[-1].indicators


def test_there_is_no_other_kind_of_file(cast):
    assert cast.client("lead").get(f"/p/eastmere/frameworks/{cast.framework.pk}/export/pdf/").status_code == 404
