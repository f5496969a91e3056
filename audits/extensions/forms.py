"""A new due date and why; a school's wish; and the lead's answer."""

from datetime import date
from typing import Any

from django import forms

from audits.extensions.models import Reason
from audits.extensions.types import MoreTime
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, Radios
from lscp_portal.ui.free_text import FreeTextForm

YES, OTHER, NO = "yes", "other", "no"
ANSWERS = [(YES, "Yes, until the day they wish"), (OTHER, "Yes, until another day"), (NO, "No")]


class MoreTimeForm(FreeTextForm):
    """The lead gives more time."""

    due_on = DateField(label="New due date", help_text="A day after today on which the schools are open")
    reason = forms.ChoiceField(label="Why", choices=Reason.choices, widget=Radios())
    words = forms.CharField(
        label="Words to the school",
        help_text="Needed for another reason. Do not name anybody who is ill",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )

    def clean(self) -> dict[str, Any]:
        """Another reason says which."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("reason") == Reason.OTHER and not said.get("words") and "words" not in self.errors:
            self.add_error("words", "Say what the other reason is")
        return said

    def more(self) -> MoreTime:
        """What was typed."""
        return MoreTime(**{name: self.cleaned_data[name] for name in ("due_on", "reason", "words")})


class WishForm(MoreTimeForm):
    """A school asks for more time."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        due_on, words = self.fields["due_on"], self.fields["words"]
        due_on.label, due_on.help_text = "Until when", "The day on which you can hand in"
        words.label, words.required = "What the partnership should know", True
        words.help_text = "In a few words. Do not name anybody who is ill, and no child"
        words.error_messages["required"] = "Say in a few words why you need more time"


class AnswerForm(FreeTextForm):
    """The lead answers a school."""

    decision = forms.ChoiceField(label="Do they get more time?", choices=ANSWERS, widget=Radios())
    due_on = DateField(label="Another day", help_text="Only if you offer another day than they wish", required=False)
    answer = forms.CharField(
        label="Words to the school",
        help_text="Needed for a no. The school reads it",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )

    def clean(self) -> dict[str, Any]:
        """Another day is given with its date, and a no with its reason."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("decision") == OTHER and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Enter the day you offer")
        if said.get("decision") == NO and not said.get("answer") and "answer" not in self.errors:
            self.add_error("answer", "Say why they get no more time")
        return said

    def until(self, wished_on: date) -> date | None:
        """The day granted; None for a no."""
        said = self.cleaned_data
        days: dict[str, date | None] = {YES: wished_on, OTHER: said["due_on"], NO: None}
        return days[said["decision"]]
