"""What is typed about chasing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from audits.chasing.models import Channel, ChaseLetter, ChaseTask
from audits.chasing.types import Step
from audits.chasing.wording import PLACEHOLDERS, problems_of
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Checkboxes, DateField, GovukForm, Radios, SearchInput, WordsField
from lscp_portal.ui.free_text import FreeTextForm

RECIPIENTS = (
    ("dsl", "Designated safeguarding lead"),
    ("deputy_dsl", "Deputy designated safeguarding leads"),
    ("head", "Headteacher or principal"),
    ("chair", "Chair of governors or proprietor"),
    ("link_governor", "Link governor"),
)
BEFORE, ON, AFTER = "before", "on", "after"
FURTHEST = 60  # working days
AHEAD = timedelta(days=60)
LONGEST = 250  # words
LONGEST_ON_PAPER = 600


class StepForm(FreeTextForm):
    """One step of the ladder. read: the version the page was showing."""

    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    channel = forms.ChoiceField(label="What happens", choices=Channel, widget=Radios)
    days = forms.IntegerField(
        label="Working days", help_text="0 to 60. Bank holidays and school holidays do not count", min_value=0,
        max_value=FURTHEST,
        error_messages={
            "min_value": "Working days must be 0 or more", "max_value": f"Working days must be {FURTHEST} or fewer",
            "invalid": "Working days must be a whole number, for example 5",
        },
    )  # fmt: skip
    side = forms.ChoiceField(
        label="Before or after the due date",
        choices=[(BEFORE, "Before"), (ON, "On the due date itself"), (AFTER, "After")],
        widget=Radios,
    )
    roles = forms.MultipleChoiceField(
        label="Who gets the e-mail",
        help_text="Somebody who has done their part is left in peace: while the head’s signature is missing, the head "
        "gets what the safeguarding lead would get.",
        choices=RECIPIENTS,
        required=False,
        widget=Checkboxes,
    )
    subject = forms.CharField(label="Subject", max_length=150, validators=[refuse_child_details])
    text = WordsField(label="Words", max_words=LONGEST_ON_PAPER, rows=10, validators=[refuse_child_details])

    def clean(self) -> dict[str, Any]:
        """Recipients for an e-mail and for nothing else; placeholders that are there; not too long for its kind."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        is_email = said.get("channel") == Channel.EMAIL
        if is_email and not said.get("roles") and "roles" not in self.errors:
            self.add_error("roles", "Choose who gets the e-mail")
        for name in ("subject", "text"):
            for sentence in problems_of(said.get(name, ""), is_email=is_email):
                self.add_error(name, sentence)
        words = len(said.get("text", "").split())
        if is_email and words > LONGEST:
            self.add_error("text", f"The words of an e-mail must be {LONGEST} or fewer. You have {words}.")
        if said.get("side") in {BEFORE, AFTER} and said.get("days") == 0:
            self.add_error("days", "Enter 1 working day or more, or choose the due date itself")
        return said

    def step(self, key: str) -> Step:
        """What was typed. key: of the step it replaces, "" for a new one."""
        said = self.cleaned_data
        sign = {BEFORE: -1, ON: 0, AFTER: 1}[said["side"]]
        return Step(
            key=key,
            offset=sign * said["days"],
            channel=said["channel"],
            roles=tuple(said["roles"]) if said["channel"] == Channel.EMAIL else (),
            subject=said["subject"].strip(),
            text=said["text"].strip().replace("\r\n", "\n"),
        )


def initial_of(step: Step) -> dict[str, Any]:
    """A step as the form shows it."""
    side = ON if step.offset == 0 else BEFORE if step.offset < 0 else AFTER
    return {
        "channel": step.channel,
        "days": abs(step.offset),
        "side": side,
        "roles": list(step.roles),
        "subject": step.subject,
        "text": step.text,
    }


def placeholder_words() -> list[tuple[str, str]]:
    """Every placeholder and what it stands for."""
    return [(f"{{{name}}}", words) for name, words in PLACEHOLDERS.items()]


class ReadForm(GovukForm):
    """A button on a page about the ladder. read: the version it was showing."""

    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class DayForm(GovukForm):
    """Which day to look at, and whose letters."""

    day = DateField(label="Day", help_text="Today or one of the next sixty days", required=False)
    q = forms.CharField(
        label="School or person", help_text="Part of a name", required=False, max_length=100, widget=SearchInput
    )
    start = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def clean_day(self) -> date | None:
        """Today at the earliest; what is past is in the log."""
        day: date | None = self.cleaned_data.get("day")
        today = timezone.localdate()
        if day and day < today:
            raise ValidationError("Day must be today or later. What was sent before is in the log")
        if day and day > today + AHEAD:
            raise ValidationError("Day must be in the next 60 days")
        return day


class LogForm(GovukForm):
    """A GET form. What cannot be understood is left out of the search, not refused."""

    q = forms.CharField(
        label="School or person", help_text="Part of a name, or a URN", required=False, max_length=100,
        widget=SearchInput,
    )  # fmt: skip
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *ChaseLetter.Outcome.choices])
    start = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def wanted(self) -> tuple[str, str, int]:
        """Words, state, first row."""
        self.full_clean()
        said: dict[str, Any] = self.cleaned_data
        return said.get("q", ""), said.get("state", ""), said.get("start") or 0


class PauseForm(FreeTextForm):
    """Leave a school in peace for a while."""

    until = DateField(label="Until when", help_text="The last day without reminders, for example 15 1 2027")
    reason = forms.CharField(
        label="Why", help_text="Roles and dates only, never anything about a child", max_length=300,
        validators=[refuse_child_details],
    )  # fmt: skip

    def clean_until(self) -> date | None:
        """Today or later, and not for ever."""
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError("Until when must be today or later")
        if until and until > timezone.localdate() + timedelta(days=365):
            raise ValidationError("Until when must be within a year")
        return until


class TaskForm(FreeTextForm):
    """What a call or a letter came to."""

    outcome = forms.ChoiceField(label="What came of it?", choices=ChaseTask.Outcome, widget=Radios)
    notes = WordsField(
        label="Notes",
        help_text="What was agreed, with whom (a role is enough) and until when. Nothing about a child",
        max_words=200,
        required=False,
        validators=[refuse_child_details],
    )
