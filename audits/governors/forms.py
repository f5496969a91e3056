"""The note of a governor's visit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from audits.governors.types import VisitNote, VisitWords
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Checkboxes, DateField, Radios, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm

YES, NO = "yes", "no"


class VisitForm(FreeTextForm):
    """What was looked at, found and agreed. sections: (code, title) of what can be chosen."""

    read = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    visited_on = sized(DateField(label="When did you visit?", help_text="For example, 12 11 2026."), "s")
    sections = sized(forms.MultipleChoiceField(label="Which parts did you look at?", widget=Checkboxes), "s")
    looked_at = sized(
        WordsField(
            label="What you looked at, and whom you asked",
            help_text="Roles and numbers: “five lunchtime staff”, “ten entries of the record”. Nobody’s name.",
            max_words=200,
            validators=[refuse_child_details],
        ),
        "s",
    )
    found = sized(
        WordsField(
            label="What you found",
            help_text="What you saw and heard, good and not so good. No child’s story.",
            max_words=300,
            validators=[refuse_child_details],
        ),
        "s",
    )
    agreed = sized(
        WordsField(
            label="What was agreed",
            help_text="What, which role, by when. Leave it empty when nothing was.",
            max_words=150,
            rows=3,
            required=False,
            validators=[refuse_child_details],
        ),
        "s",
    )
    serves_as_evidence = sized(
        forms.ChoiceField(
            label="May it serve as evidence in the audit?",
            help_text="Then the partnership’s reviewer reads it too. Otherwise it stays in the school.",
            choices=[(YES, "Yes"), (NO, "No, for the school only")],
            widget=Radios(inline=True),
        ),
        "s",
    )

    def __init__(self, *args: Any, sections: Sequence[tuple[str, str]], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["sections"].choices = list(sections)  # type: ignore[attr-defined]
        day: Any = self.fields["visited_on"]
        day.latest = timezone.localdate()

    def words(self) -> VisitWords:
        """What was typed."""
        said = self.cleaned_data
        texts = {name: said[name].replace("\r\n", "\n") for name in ("looked_at", "found", "agreed")}
        return VisitWords(
            visited_on=said["visited_on"],
            sections=said["sections"],
            serves_as_evidence=said["serves_as_evidence"] == YES,
            **texts,
        )


def initial_of(note: VisitNote) -> dict[str, Any]:
    """What the form of a correction begins with."""
    names = ("visited_on", "looked_at", "found", "agreed")
    return {name: getattr(note, name) for name in names} | {
        "sections": list(note.sections),
        "serves_as_evidence": YES if note.serves_as_evidence else NO,
        "read": note.revision,
    }
