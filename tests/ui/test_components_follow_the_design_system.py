"""Our markup is compared with the design system's own examples: an upgrade that changes them fails here."""

import pytest
from django import forms

from lscp_portal.ui.forms import GovukForm, Radios
from lscp_portal.ui.types import SummaryRow, Task
from tests.ui.conftest import fixture_html, nodes, tree

PASSPORT = "The date your passport was issued must be in the past"
BENEFIT = (
    "It can take up to 8 weeks to register a lasting power of attorney if there are no mistakes in the application."
)
QUOTE = "\N{RIGHT SINGLE QUOTATION MARK}"
NATIONALITY = (
    f"We need to know your nationality so we can work out which elections you{QUOTE}re entitled to vote in. "
    f"If you can{QUOTE}t provide your nationality, you{QUOTE}ll have to send copies of identity "
    "documents through the post."
)


class Reason:
    """A line of an error summary."""

    def __init__(self, sentence, href):
        self.sentence, self.href = sentence, href


SAME = [
    ("button", "prevent double click", '{% button text="Submit" %}', {}),
    ("inset-text", "default", "{% inset %}{{ words }}{% endinset %}", {"words": BENEFIT}),
    (
        "details",
        "default",
        '{% details summary="Help with nationality" %}{{ words }}{% enddetails %}',
        {"words": NATIONALITY},
    ),
    (
        "warning-text",
        "default",
        "{% warning text=words %}",
        {"words": f"You can be fined up to £5,000 if you don{QUOTE}t register."},
    ),
    (
        "breadcrumbs",
        "with last breadcrumb as current page",
        "{% breadcrumbs items=items %}",
        {"items": [("Home", "/"), ("Passports, travel and living abroad", "/browse/abroad"), ("Travel abroad", "")]},
    ),
    (
        "error-summary",
        "default",
        "{% error_summary blockers=reasons %}",
        {
            "reasons": [
                Reason(PASSPORT, "#example-error-1"),
                Reason("Enter a postcode, like AA1 1AA", "#example-error-2"),
            ]
        },
    ),
]


@pytest.mark.parametrize(("component", "name", "ours", "values"), SAME, ids=[row[0] for row in SAME])
def test_the_component_is_the_design_systems_own_example(draw, component, name, ours, values):
    assert tree(draw(ours, **values)) == tree(fixture_html(component, name))


def test_breadcrumbs_written_out_are_the_same_as_a_list(draw):
    written = '{% crumbs %}{% crumb text="Home" href="/" %}{% crumb text="Here" %}{% endcrumbs %}'
    listed = draw("{% breadcrumbs items=items %}", items=[("Home", "/"), ("Here", "")])
    assert tree(draw(written)) == tree(listed)


def test_a_task_list_has_the_structure_of_the_example(draw):
    items = [
        Task("Company Directors", "#", "Completed"),
        Task("Registered company details", "#", "Incomplete", needs_you=True),
    ]
    ours = tree(draw('{% task_list items=items name="task-list" %}', items=items))
    theirs = tree(fixture_html("task-list", "default"))
    assert ours[0][2][0] == theirs[0][2][0]
    assert [node[0] for node in nodes(ours[0][2][1:])] == [node[0] for node in nodes(theirs[0][2][1:2])]


def test_a_summary_row_is_the_example_and_rows_by_hand_are_the_same(draw):
    rows = [SummaryRow("Date of birth", "13/08/1980", "#")]
    listed = tree(draw("{% summary_list rows=rows %}", rows=rows))
    by_hand = tree(draw('{% summary %}{% row key="Date of birth" value="13/08/1980" href="#" %}{% endsummary %}'))
    theirs = tree(fixture_html("summary-list", "with actions"))[0][2][1]
    assert listed == by_hand
    assert [node[:2] for node in nodes(listed[0][2])] == [node[:2] for node in nodes([theirs])]


def test_a_success_banner_has_the_structure_of_the_example(draw):
    ours = tree(draw('{% notification text="Email sent to example@email.com" title="Success" success=True %}'))
    theirs = tree(fixture_html("notification-banner", "with type as success"))
    assert [(tag, attrs.get("class")) for tag, attrs, _ in nodes(ours)] == [
        (tag, attrs.get("class")) for tag, attrs, _ in nodes(theirs)
    ]


def field_like(name, field, **data):
    """The HTML of one field that has the id and name of an example."""
    form = type("Example", (GovukForm,), {name: field})(data or None, auto_id="%s")
    return tree(str(form[name].as_field_group()))


def test_a_textarea_with_an_error_is_the_example():
    label = f"Why can{QUOTE}t you provide a National Insurance number?"
    errors = {"required": "You must provide an explanation"}
    field = forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 5}), error_messages=errors)
    assert field_like("no-ni-reason", field, x="") == tree(fixture_html("textarea", "with error message"))


def test_a_password_box_is_the_example():
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    field = forms.CharField(label="Password", widget=widget)
    assert field_like("password", field) == tree(fixture_html("password-input", "default"))


def test_radios_have_the_structure_of_the_example():
    field = forms.ChoiceField(
        label="How do you want to sign in?",
        choices=[("gateway", "Gateway"), ("verify", "Verify")],
        widget=Radios(hints={"gateway": "A user ID.", "verify": "An account."}),
    )
    field.label_size, field.label_is_heading = "l", True
    ours, theirs = field_like("gov", field), tree(fixture_html("radios", "with hints on items"))
    assert [(tag, attrs.get("class")) for tag, attrs, _ in nodes(ours)] == [
        (tag, attrs.get("class")) for tag, attrs, _ in nodes(theirs)
    ]
