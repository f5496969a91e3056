"""A trust's answer, and a school's yes to it."""

from typing import Any

from django import forms

from audits.answers.forms import clean_lines, offer_scale
from audits.answers.models import Level, Strength
from audits.frameworks.definition import RatingScale
from audits.trusts.types import CentralEntry
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Radios, WordsField
from lscp_portal.ui.free_text import FreeTextForm

LONGEST_READ = 4000  # a row in each of 150 partnerships


class CentralForm(FreeTextForm):
    """What the trust says about one indicator."""

    read = forms.CharField(max_length=LONGEST_READ, required=False, widget=forms.HiddenInput)
    level = forms.ChoiceField(label="How far is this in place in your schools?", choices=Level, widget=Radios)
    strength = forms.TypedChoiceField(
        label="How do you know?", choices=Strength, coerce=int, empty_value=None, required=False, widget=Radios
    )
    how_we_know = WordsField(
        label="What shows it",
        help_text="What the trust looked at and where it is kept. Counts and roles only, never anybody’s name",
        max_words=300,
        validators=[refuse_child_details],
    )
    note = WordsField(
        label="For the schools",
        help_text="What each school has to check or add itself. It does not become part of their answer",
        max_words=150,
        rows=3,
        required=False,
        validators=[refuse_child_details],
    )

    def __init__(self, *args: Any, scale: RatingScale, allow_na: bool, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        offer_scale(self, scale, allow_na=allow_na)

    def entry(self) -> CentralEntry:
        """What was typed."""
        said = self.cleaned_data
        return CentralEntry(
            level=said["level"],
            strength=said["strength"],
            how_we_know=clean_lines(said["how_we_know"]),
            note=clean_lines(said["note"]),
        )


class ReadForm(forms.Form):
    """What the page was showing."""

    read = forms.CharField(max_length=LONGEST_READ)


class ConfirmForm(forms.Form):
    """“We answer as the trust does”, in the words that were shown."""

    audit = forms.IntegerField()
    offer = forms.IntegerField()
    central_revision = forms.IntegerField(min_value=1)
    read = forms.IntegerField(min_value=0)
    operation_id = forms.UUIDField()
