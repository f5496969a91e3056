"""Labels, hints and errors are tied to their controls, and errors say what to do."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.ui.fields import in_sentence, month_number
from lscp_portal.ui.forms import DateField, GovukForm, WordsField
from lscp_portal.ui.samples import SampleForm
from tests.ui.conftest import nodes, tree


class DueForm(GovukForm):
    """One date."""

    due_on = DateField(label="Due date", earliest=dt.date(2026, 9, 1), latest=dt.date(2027, 8, 31), required=False)


def due(day, month, year):
    return DueForm({"due_on_day": day, "due_on_month": month, "due_on_year": year})


def cleaned(form):
    return form.is_valid() and form.cleaned_data["due_on"]


def every_id(html):
    return [attrs["id"] for _, attrs, _ in nodes(tree(html)) if "id" in attrs]


@pytest.mark.parametrize(
    "data", [None, QueryDict(), QueryDict("level=9&due_on_day=31&due_on_month=2&due_on_year=2027")]
)
def test_every_reference_leads_to_something_on_the_page(draw, data):
    html = draw("{% error_summary form=form %}{% fields form=form %}", form=SampleForm(data))
    found, ids = list(nodes(tree(html))), every_id(html)
    assert len(ids) == len(set(ids))
    for tag, attrs, _ in found:
        for target in attrs.get("aria-describedby", "").split():
            assert target in ids
        if tag == "label":
            assert attrs["for"] in ids
        if attrs.get("href", "").startswith("#"):
            assert attrs["href"][1:] in ids


def test_every_control_has_a_name_in_words(draw):
    html = draw("{% fields form=form %}", form=SampleForm())
    found = list(nodes(tree(html)))
    labelled = {attrs["for"] for tag, attrs, _ in found if tag == "label"}
    controls = {attrs["id"] for tag, attrs, _ in found if tag in {"input", "select", "textarea"}}
    assert controls == labelled


def test_the_error_summary_links_to_the_box_with_the_fault(draw):
    html = draw("{% error_summary form=form %}", form=due("12", "13", "2027"))
    assert 'href="#id_due_on_1"' in html
    assert "Due date must have a month from 1 to 12" in html


def test_a_radio_error_links_to_the_first_answer(draw):
    assert 'href="#id_level_0"' in draw("{% error_summary form=form %}", form=SampleForm({}))


def test_only_the_wrong_part_of_a_date_is_marked():
    form = due("12", "13", "2027")
    boxes = [attrs for tag, attrs, _ in nodes(tree(str(form["due_on"].as_field_group()))) if tag == "input"]
    assert ["govuk-input--error" in box["class"] for box in boxes] == [False, True, False]
    assert [box["value"] for box in boxes] == ["12", "13", "2027"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("", "2", "2027"), "Due date must include a day"),
        (("12", "", ""), "Due date must include a month and year"),
        (("31", "2", "2027"), "Due date must be a real date"),
        (("first", "2", "2027"), "Due date must have a day in numbers"),
        (("1", "2", "27"), "Due date must have a year of 4 numbers, for example 2026"),
        (("1", "2", "20²7"), "Due date must have a year of 4 numbers, for example 2026"),
        (("²", "2", "2027"), "Due date must have a day in numbers"),
        (("1", "²", "2027"), "Due date must have a month from 1 to 12"),
        (("1", "1", "0000"), "Due date must be a real date"),
        (("31", "8", "2026"), "Due date must be on or after 1 September 2026"),
        (("1", "9", "2027"), "Due date must be on or before 31 August 2027"),
    ],
)
def test_a_date_error_says_what_is_wrong(typed, words):
    assert due(*typed).errors["due_on"] == [words]


@pytest.mark.parametrize("month", ["2", "02", "feb", "Feb", "February", "FEBRUARY"])
def test_a_month_may_be_a_number_or_a_name(month):
    form = due("12", month, "2027")
    assert form.is_valid()
    assert form.cleaned_data["due_on"] == dt.date(2027, 2, 12)


def test_a_date_that_may_be_empty_is_none():
    form = due("", "", "")
    assert form.is_valid()
    assert form.cleaned_data["due_on"] is None


@given(st.dates(dt.date(2026, 9, 1), dt.date(2027, 8, 31)))
def test_every_date_in_the_range_comes_back_as_typed(day):
    assert cleaned(due(str(day.day), str(day.month), str(day.year))) == day


@given(st.tuples(st.text(max_size=5), st.text(max_size=9), st.text(max_size=5)))
def test_no_typed_date_breaks_the_page(typed):
    form = due(*typed)
    form.is_valid()
    assert "Due date" in str(form["due_on"].as_field_group())


@given(st.text(max_size=12))
def test_a_month_is_from_one_to_twelve_or_nothing(text):
    assert month_number(text) in {None, *range(1, 13)}


def test_words_are_counted_and_what_was_typed_is_kept():
    form = type("Words", (GovukForm,), {"why": WordsField(label="Reason", max_words=3)})({"why": "one two three four"})
    assert form.errors["why"] == ["Reason must be 3 words or fewer. You have 4."]
    html = str(form["why"].as_field_group())
    assert "one two three four" in html
    assert 'data-maxwords="3"' in html


def test_errors_are_in_plain_english_and_own_messages_stay():
    class Own(GovukForm):
        full_name = forms.CharField()
        urn = forms.CharField(label="URN")
        is_ready = forms.ChoiceField(label="Are you ready?", choices=[("y", "Yes")])
        why = forms.CharField(error_messages={"required": "Tell us why"})

    errors = {name: messages[0] for name, messages in Own({}).errors.items()}
    assert errors == {
        "full_name": "Enter full name",
        "urn": "Enter URN",
        "is_ready": "Answer “Are you ready?”",
        "why": "Tell us why",
    }


@pytest.mark.parametrize(
    ("label", "words"), [("Due date", "due date"), ("URN", "URN"), ("E-mail", "e-mail"), ("DSL's name", "DSL's name")]
)
def test_a_label_stands_well_in_a_sentence(label, words):
    assert in_sentence(label) == words


def test_the_browser_never_speaks_instead_of_the_server(draw):
    assert " required" not in draw("{% fields form=form %}", form=SampleForm())


def test_an_unbound_form_has_no_error_summary(draw):
    assert draw("{% error_summary form=form %}", form=SampleForm()).strip() == ""


def test_reasons_to_refuse_stand_in_the_same_summary(draw):
    class Reason:
        sentence = "3 core indicators have no answer yet."

    html = draw('{% error_summary blockers=reasons title="This cannot be sent yet" %}', reasons=[Reason()])
    assert "3 core indicators have no answer yet." in html
    assert "<a" not in html
