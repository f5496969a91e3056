"""Forms of the letter."""

from django import forms

from audits.feedback.types import Words
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm

NO_CHILD = "No names, initials or other details of a child."


class DraftForm(FreeTextForm):
    """The words of the letter. Either part may wait: what is missing is asked for before the letter is issued."""

    opening = sized(
        WordsField(
            label="Opening",
            help_text=f"Say thank you, what you read and how you see the school as a whole. {NO_CHILD}",
            max_words=300,
            rows=6,
            required=False,
            validators=[refuse_child_details],
        ),
        "m",
    )
    strengths = sized(
        WordsField(
            label="Strengths",
            help_text=f"At least one thing the school does well, with what shows it. {NO_CHILD}",
            max_words=300,
            rows=6,
            required=False,
            validators=[refuse_child_details],
        ),
        "m",
    )
    read = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def words(self) -> Words:
        """What the action takes."""
        return Words(opening=self.cleaned_data["opening"], strengths=self.cleaned_data["strengths"])


class AcknowledgementForm(FreeTextForm):
    """The school's own words."""

    words = WordsField(
        label="What the school says to this",
        help_text=f"For example who will do what next, or where you see it differently. {NO_CHILD}",
        max_words=300,
        validators=[refuse_child_details],
    )
