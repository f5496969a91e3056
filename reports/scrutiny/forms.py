"""What the scrutineer writes, and what the lead answers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import WordsField
from lscp_portal.ui.free_text import FreeTextForm
from reports.scrutiny.models import ScrutinyNote

NO_CHILD = "No names, initials or other details of a child."


class NoteForm(FreeTextForm):
    """A note. schools: (id, name) of those it may be about."""

    read = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    topic = forms.ChoiceField(label="What is it about?", choices=ScrutinyNote.Topic.choices)
    school_id = forms.TypedChoiceField(
        label="Which school?",
        help_text="Leave it at “The whole area” when it is about no single school.",
        required=False,
        coerce=int,
        empty_value=None,
    )
    text = WordsField(
        label="What you have seen, or what you ask",
        help_text=f"Nobody else reads it before you share it. After that it stays as it is. {NO_CHILD}",
        max_words=500,
        rows=10,
        validators=[refuse_child_details],
    )

    def __init__(self, *args: Any, schools: Sequence[tuple[int, str]], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["school_id"].choices = [("", "The whole area"), *schools]  # type: ignore[attr-defined]


class NoteAnswerForm(FreeTextForm):
    """The lead's answer."""

    words = WordsField(
        label="Your answer",
        help_text=f"It stands beside the note for ever. {NO_CHILD}",
        max_words=500,
        rows=8,
        validators=[refuse_child_details],
    )
