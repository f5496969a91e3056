"""Bringing a local version and the catalogue's next one together: no local change is lost unless somebody says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.frameworks.comparison.outline import assembled, outline
from audits.frameworks.pulling.deciding import GONE_HERE
from audits.frameworks.pulling.merging import STILL_NAMED, merge, merged_order
from audits.frameworks.pulling.naming import names_in_thing
from audits.frameworks.pulling.types import EDIT, OURS, THEIRS, Choice, Fate
from audits.frameworks.sheets.layout import TABLES
from tests.audits.small_framework import indicator, small_content

WORDS = st.sampled_from(["a", "b", "c", None])
DOCUMENTS = st.sampled_from(["D1", "D2", "D3"])
BY_NAME = {table.name: table for table in TABLES}


def thing_of_indicator():
    return st.fixed_dictionaries(
        {
            "Section": st.sampled_from(["LG", "CU"]),
            "Indicator": WORDS,
            "Why": WORDS,
            "References": st.lists(DOCUMENTS, max_size=2, unique=True).map(tuple),
        }
    )


@st.composite
def outlines(draw):
    """A few things of three sheets, in any order; what they name may or may not be there."""
    made = {table.name: {} for table in TABLES}
    for sheet, keys, thing in (
        ("Sections", ["LG", "CU"], st.fixed_dictionaries({"Title": WORDS})),
        ("Documents", ["D1", "D2", "D3"], st.fixed_dictionaries({"Title": WORDS})),
        ("Indicators", ["LG1", "LG2", "LG3", "CU1"], thing_of_indicator()),
    ):
        chosen = draw(st.lists(st.sampled_from(keys), unique=True))
        made[sheet] = {key: draw(thing) for key in chosen}
    return made


def closed(things):
    """Without what names something that is not there."""
    kept = {
        sheet: {
            key: thing
            for key, thing in found.items()
            if all(name in things[other] for other, name in names_in_thing(BY_NAME[sheet], key, thing))
        }
        for sheet, found in things.items()
    }
    return kept if kept == things else closed(kept)


def in_order(things):
    return {sheet: list(found.items()) for sheet, found in things.items()}


@given(outlines(), outlines().map(closed))
def test_without_a_local_change_the_outcome_is_the_catalogues(base, theirs):
    assert in_order(merge(base=base, ours=base, theirs=theirs, choices={}).result) == in_order(theirs)


@given(outlines(), outlines())
def test_without_a_change_in_the_catalogue_the_outcome_is_ours(base, ours):
    found = merge(base=base, ours=ours, theirs=base, choices={})
    assert in_order(found.result) == in_order(ours)
    assert not found.questions


@settings(max_examples=300)
@given(outlines(), outlines(), outlines())
def test_no_local_change_is_lost_by_default(base, ours, theirs):
    result = merge(base=base, ours=ours, theirs=theirs, choices={}).result
    for sheet, things in ours.items():
        for key in {*things, *base[sheet]}:
            was, here, now = base[sheet].get(key), things.get(key), result[sheet].get(key)
            if here is None:
                assert now is None, "what was removed here stays removed"
            elif was is None:
                assert now == here, "what was added here stays as it is"
            else:
                assert here == was or now is not None, "what was changed here is not removed"
                assert all(now[part] == value for part, value in here.items() if now and value != was.get(part))


@settings(max_examples=300)
@given(outlines(), outlines(), outlines(), st.data())
def test_what_is_picked_is_what_becomes_of_it(base, ours, theirs, data):
    asked = merge(base=base, ours=ours, theirs=theirs, choices={}).questions
    choices = {one.id: Choice(data.draw(st.sampled_from([OURS, THEIRS]))) for one in asked}
    found = merge(base=base, ours=ours, theirs=theirs, choices=choices)
    for one in found.things:
        for question in one.questions:
            side = one.ours if choices[question.id].pick == OURS else one.theirs
            if question.part:
                assert one.result[question.part] == side[question.part]
            else:
                assert one.result == side
    assert {name: set(things) for name, things in found.result.items()} == {
        name: {key for key in {*ours[name], *theirs[name]} if key in things} for name, things in found.result.items()
    }


@given(
    st.permutations("abcdef"), st.permutations("abcdef"), st.permutations("abcdef"), st.sets(st.sampled_from("abcdef"))
)
def test_an_order_holds_each_thing_once(base, ours, theirs, there):
    assert sorted(merged_order(base[:4], ours[:5], theirs[1:], there)) == sorted(there & {*ours[:5], *theirs[1:]})


def three(ours=None, theirs=None):
    """The small framework, and what two changes of it make."""
    found = []
    for change in (None, ours, theirs):
        content = small_content()
        if change:
            change(content)
        found.append(outline(content))
    return dict(zip(("base", "ours", "theirs"), found, strict=True))


def reworded(code, **parts):
    return lambda content: indicator(content, code).update(parts)


def test_two_parts_of_one_indicator_changed_on_two_sides_are_both_kept():
    found = merge(**three(reworded("LG1", text="Ours."), reworded("LG1", why="Theirs.")), choices={})
    assert found.result["Indicators"]["LG1"]["Indicator"] == "Ours."
    assert found.result["Indicators"]["LG1"]["Why"] == "Theirs."
    (thing,) = found.things
    assert thing.fate is Fate.CHANGED_IN_BOTH
    assert not thing.needs_a_person


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [(None, "Ours."), (Choice(OURS), "Ours."), (Choice(THEIRS), "Theirs."), (Choice(EDIT, "Both. "), "Both.")],
)
def test_where_both_changed_the_same_words_a_person_chooses(choice, wanted):
    sides = three(reworded("LG1", text="Ours."), reworded("LG1", text="Theirs."))
    (question,) = merge(**sides, choices={}).questions
    assert (question.default, question.is_clash, question.may_edit) == (OURS, True, True)
    found = merge(**sides, choices={question.id: choice} if choice else {})
    assert found.result["Indicators"]["LG1"]["Indicator"] == wanted
    definition, problems = assembled(found.result)
    assert not problems
    assert definition.indicators[0].text == wanted


def removed(code):
    def change(content):
        for section in content["sections"]:
            section["indicators"] = [one for one in section["indicators"] if one["code"] != code]
        for survey in content["surveys"]["sets"]:
            for item in survey["items"]:
                item["indicators"] = [name for name in item["indicators"] if name != code] or ["LG1"]

    return change


def test_what_was_changed_here_and_removed_there_stays_until_somebody_lets_it_go():
    sides = three(reworded("LG6", text="Ours."), removed("LG6"))
    found = merge(**sides, choices={})
    assert found.result["Indicators"]["LG6"]["Indicator"] == "Ours."
    (thing,) = (one for one in found.things if one.key == "LG6")
    assert thing.fate is Fate.REMOVED_THERE_CHANGED_HERE
    again = merge(**sides, choices={thing.questions[0].id: Choice(THEIRS)})
    assert "LG6" not in again.result["Indicators"]


def test_a_document_that_the_catalogue_drops_stays_while_we_refer_to_it():
    def dropped(content):
        del content["documents"]["OOSS"]

    found = merge(**three(reworded("LG1", refs=["OOSS"]), dropped), choices={})
    assert "OOSS" in found.result["Documents"]
    (question,) = found.questions
    assert question.because == STILL_NAMED
    assert not assembled(found.result)[1]


def test_what_the_catalogue_adds_waits_where_it_names_what_we_removed():
    def without_fe(content):
        del content["documents"]["OOSS"]

    found = merge(**three(without_fe, reworded("LG1", refs=["OOSS"])), choices={})
    assert found.result["Indicators"]["LG1"]["References"] != ("OOSS",)
    assert [question.because for question in found.questions] == [GONE_HERE]
    assert not assembled(found.result)[1]


def test_what_both_added_under_one_code_is_ours_until_somebody_chooses():
    def added(text):
        def change(content):
            first = content["sections"][0]["indicators"]
            first.append({**first[0], "code": "LG20", "text": text})

        return change

    found = merge(**three(added("Ours."), added("Theirs.")), choices={})
    assert found.result["Indicators"]["LG20"]["Indicator"] == "Ours."
    assert found.things[0].fate is Fate.ADDED_IN_BOTH
    assert found.things[0].needs_a_person


def test_the_same_change_on_both_sides_asks_nothing():
    found = merge(**three(reworded("LG1", text="Both."), reworded("LG1", text="Both.")), choices={})
    assert found.result["Indicators"]["LG1"]["Indicator"] == "Both."
    assert not found.questions
