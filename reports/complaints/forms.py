"""What a school complains of, and what those who answer write."""

from typing import Any

from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Radios, WordsField
from lscp_portal.ui.free_text import FreeTextForm
from reports.complaints.models import Complaint
from reports.complaints.types import ComplaintWords

NO_CHILD = "No names, initials or other details of a child."


class ComplaintForm(FreeTextForm):
    """A complaint."""

    about = forms.ChoiceField(label="What is it about?", choices=Complaint.About.choices, widget=Radios())
    said = WordsField(
        label="What went wrong?",
        help_text=f"What happened, when, and what it meant for the school. {NO_CHILD}",
        max_words=500,
        rows=10,
        validators=[refuse_child_details],
    )
    wanted = WordsField(
        label="What would put it right?",
        help_text="For example a sentence taken out, a second look, an apology.",
        max_words=150,
        rows=4,
        validators=[refuse_child_details],
    )
    about_lead = forms.BooleanField(
        label="It is about the LSCP lead",
        help_text="Then no lead ever sees it here. The independent scrutineer takes it up, decides it, and sees to it "
        "that it is put right.",
        required=False,
    )

    def words(self) -> ComplaintWords:
        """What was typed."""
        return ComplaintWords(**self.cleaned_data)


class AnswerForm(FreeTextForm):
    """An answer of either stage."""

    outcome = forms.ChoiceField(label="Is the complaint upheld?", choices=Complaint.Outcome.choices, widget=Radios())
    words = WordsField(
        label="The answer",
        help_text=f"What you looked at, what you found, and what follows from it. Head and chair read it. {NO_CHILD}",
        max_words=500,
        rows=10,
        validators=[refuse_child_details],
    )


class ReasonForm(FreeTextForm):
    """Words that go with a step."""

    words = WordsField(max_words=200, rows=5, validators=[refuse_child_details])

    def __init__(self, *args: Any, label: str, hint: str, is_needed: bool = True, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["words"].label, self.fields["words"].help_text = label, hint
        self.fields["words"].required = is_needed
