"""What the gallery shows: invented words in every component."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.childdata.types import Known
from lscp_portal.ui.forms import Checkboxes, DateField, GovukForm, Radios, SearchInput, WordsField
from lscp_portal.ui.free_text import FreeTextForm
from lscp_portal.ui.types import (
    Cell,
    DayLine,
    Fact,
    Heading,
    LevelBar,
    LevelBars,
    LineChart,
    Pages,
    ShareBar,
    ShareBars,
    Side,
    Step,
    SummaryRow,
    Task,
)

LEVEL_CHOICES = (
    ("embedded", "Secure and showing impact"),
    ("secure", "Secure"),
    ("partly", "Partly in place"),
    ("not_in_place", "Not in place"),
)
MEANINGS = {
    "embedded": "As secure, and leaders can show what changed for children.",
    "secure": "In place for everyone it should cover, current, and checked.",
    "partly": "Started, or true for some but not reliably for all.",
    "not_in_place": "Missing, out of date, or leaders cannot show it happens.",
}


ROLES = (("", "Choose a role"), ("head", "Head"), ("dsl", "Safeguarding lead"))


class SampleForm(GovukForm):
    """Every kind of field."""

    email = forms.EmailField(label="E-mail address", help_text="We send the invitation to it.")
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    level = forms.ChoiceField(
        label="How far is this in place?",
        help_text="Choose the level you could show a visitor today.",
        choices=LEVEL_CHOICES,
        widget=Radios(hints=MEANINGS),
    )
    is_agreed = forms.ChoiceField(
        label="Do you agree?", choices=(("yes", "Yes"), ("no", "No")), widget=Radios(inline=True)
    )
    phases = forms.MultipleChoiceField(
        label="Phases",
        choices=(("early", "Early years"), ("primary", "Primary"), ("secondary", "Secondary")),
        widget=Checkboxes(hints={"early": "Children up to five."}),
    )
    role = forms.ChoiceField(label="Role", choices=ROLES)
    due_on = DateField(label="Due date", help_text="For example, 12 2 2027", earliest=dt.date(2026, 9, 1))
    summary = WordsField(label="How do you know?", max_words=30, rows=4)
    evidence = forms.FileField(label="Evidence", widget=forms.FileInput, help_text="A PDF of at most 10 MB.")
    search = forms.CharField(label="School", widget=SearchInput, required=False)
    is_declared = forms.BooleanField(label="I have read the answers", help_text="All of them.")


class WarnedForm(FreeTextForm):
    """A box whose words may point at a child."""

    words = WordsField(label="What shows it", max_words=300, validators=[refuse_child_details])

    @classmethod
    def shown(cls) -> "WarnedForm":
        """With a warning that nobody has confirmed."""
        form = cls(known=Known, initial={"words": "The visit to ZE1 9ZZ took an hour."})
        form.show_warnings(frozenset())
        return form


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to refuse."""

    sentence: str
    href: str = ""


class Gallery:
    """All samples by component."""

    crumbs = (("Home", "#"), ("Autumn audit 2026", "#"), ("Leadership", ""))
    levels = ("embedded", "secure", "partly", "not_in_place", "not_checked", "not_applicable", "")
    colours = ("grey", "teal", "blue", "orange", "alert")
    blockers = (
        Reason("3 core indicators have no answer yet.", "#tasks"),
        Reason("1 low level has no action.", "#tasks"),
    )
    rows = (
        SummaryRow("School", "Larkfield Primary School"),
        SummaryRow("Due", "12 February 2027", "#"),
        SummaryRow("Head", "Ruth Adeyemi", "#", "Replace"),
    )
    tasks = (
        Task("Leadership and governance", "#", "Completed"),
        Task("Safer recruitment", "#", "4 of 9 answered", "Two questions are new this year"),
        Task("Online safety", "#", "Not started", needs_you=True),
        Task("Sign as head", "", "Cannot start yet", "When all core indicators are answered"),
    )
    line = LineChart(
        title="12 of 20 returns are in",
        sentence="12 of 20 (60%) are in; on the same day last year 8 of 20 (40%).",
        lines=(
            DayLine("This year", ((0, 0), (20, 25), (40, 60))),
            DayLine("Last year", ((0, 0), (20, 15), (40, 40), (60, 95))),
        ),
    )
    shares = ShareBars(
        title="Returns by phase",
        rows=(ShareBar("Primary", 8, 12), ShareBar("Secondary", 3, 5, "#"), ShareBar("Special", 1, 3)),
        label="Phase",
    )
    headings = ("School", "Town", "Level", Heading("Open actions", numeric=True))
    cells = (
        (Cell("Larkfield Primary School", href="#"), "Eastmere", Cell(level="secure"), 2),
        (Cell("St Brides High School", href="#"), "Port Hollin", Cell(level="not_in_place"), 11),
        (Cell("Brook House", href="#"), "Eastmere", Cell("Due in March", tag="Not sent"), 0),
    )
    facts = (
        Fact(14, "of 38 schools have sent their audit", "#"),
        Fact(3, "visits this month"),
        Fact("12 February", "is the date everybody sends by"),
    )
    steps = (
        Step("The school answers", "done", "Ruth Adeyemi", "3 November 2026"),
        Step("The head signs", "current", "Waiting for the head"),
        Step("The chair signs"),
        Step("A reviewer reads", when="from 12 February 2027"),
    )
    left = Side("The school says", "embedded", "We check the register every term.", "Sampled")
    right = Side("The reviewer says", "partly", "The spring check is not recorded.", "Read on 14 February 2027")
    first_page = Pages(next_href="#", position="Schools 1 to 50 of 312")
    middle_page = Pages("#", "#", "Schools 51 to 100 of 312")
    indicator_pages = Pages("#", "#", "", "LG1 Named member of the board", "LG3 Termly report")
    chart = LevelBars(
        "Safer recruitment is strongest, online safety weakest",
        (
            LevelBar("Leadership and governance", {"embedded": 4, "secure": 6, "partly": 2, "not_in_place": 1}),
            LevelBar("Safer recruitment", {"embedded": 7, "secure": 5, "not_applicable": 2}),
            LevelBar("Online safety", {"secure": 2, "partly": 4, "not_in_place": 3, "not_checked": 5}),
            LevelBar("Early help and work with other agencies in the area", {"not_checked": 1}),
        ),
        note="Source: the audits of 38 schools, autumn 2026.",
    )


GALLERY: Final = Gallery()
