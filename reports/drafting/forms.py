"""Text to values for reports."""

from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Radios, WordsField
from lscp_portal.ui.free_text import FreeTextForm
from reports.drafting.school_actions import LONGEST_COMMENT
from reports.drafting.types import ReportWords

CHECKED = [refuse_child_details]
LISTS = "An empty line begins a new paragraph. A line that begins with “- ” is an entry of a list"


class WordsForm(FreeTextForm):
    """The four parts that the author writes."""

    summary = WordsField(
        label="Summary for parents",
        help_text="Half a page in plain English: what was looked at and what was found. Arrangements, never people",
        max_words=250,
        rows=10,
        validators=CHECKED,
    )
    strengths = WordsField(label="What works well", help_text=LISTS, max_words=500, rows=10, validators=CHECKED)
    improvements = WordsField(
        label="What needs to improve",
        help_text="Facts and dates. No locks, codes, filtering gaps or cover rotas: those stay in the feedback letter",
        max_words=500,
        rows=10,
        validators=CHECKED,
    )
    next_steps = WordsField(label="What happens next", max_words=300, rows=6, validators=CHECKED)

    def words(self) -> ReportWords:
        """What was typed, as the action takes it."""
        return ReportWords(**self.cleaned_data)


class CorrectionForm(FreeTextForm):
    """One point of fact."""

    text = WordsField(
        label="What is wrong, and what is right?",
        help_text="One point at a time. For example: the policy was approved on 3 September, not in October",
        max_words=150,
        rows=4,
        validators=CHECKED,
    )


class CommentForm(FreeTextForm):
    """The school's comment."""

    comment = WordsField(
        label="Your comment (optional)",
        help_text="It is printed in full beside the findings. Write about arrangements, not about people",
        max_words=LONGEST_COMMENT,
        rows=8,
        required=False,
        validators=CHECKED,
    )


class ReplyForm(FreeTextForm):
    """The author's answer to one correction."""

    accepted = forms.TypedChoiceField(
        label="Is the school right?",
        choices=[("yes", "Yes, the report is corrected"), ("no", "No, the report stays as it is")],
        coerce=lambda value: value == "yes",
        widget=Radios,
    )
    reply = WordsField(
        label="Your reply to the school", help_text="The school reads it", max_words=150, rows=4, validators=CHECKED
    )
