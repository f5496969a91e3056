"""Text to values for the record of a visit."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Radios, WordsField
from lscp_portal.ui.free_text import FreeTextForm
from visits.record.models import Note
from visits.record.types import NoteEntry


class NoteForm(FreeTextForm):
    """One observation."""

    theme = forms.ChoiceField(label="Theme", choices=Note.Theme.choices, widget=Radios)
    indicator = forms.TypedChoiceField(
        label="Indicator (optional)",
        help_text="Leave as it is when the note is about the theme as a whole",
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.Select,
    )
    text = WordsField(
        label="What you saw or heard",
        help_text="Themes and arrangements, never children. For example: staff in three classrooms knew who to tell",
        max_words=200,
        rows=5,
        validators=[refuse_child_details],
    )
    is_strength = forms.BooleanField(label="This works well", required=False)

    def __init__(self, *args: Any, indicators: Sequence[tuple[int, str]], **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        self.fields["indicator"].choices = [("", "The theme as a whole"), *indicators]  # type: ignore[attr-defined]

    def entry(self) -> NoteEntry:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        return NoteEntry(
            theme=values["theme"],
            text=values["text"],
            indicator_id=values["indicator"],
            is_strength=values["is_strength"],
        )
