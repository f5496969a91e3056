"""Looking through the change list, and deciding."""

from typing import Any

from django import forms
from django.utils import timezone

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, Radios
from lscp_portal.ui.free_text import FreeTextForm
from schools.changes.models import Proposal
from schools.changes.types import Decision

CHOICES = [
    ("accept", "Take it over"),
    ("hold", "Hold it, and bring it back to me"),
    ("explain", "Leave our school as it is"),
]
HINTS = {
    "hold": "The school stays as it is until then, unless the register says something else before.",
    "explain": "Your reason is kept with the school. The change comes back only when the register says something else.",
}


class ChangeFilterForm(forms.Form):
    """The address of the list. What cannot be understood is left out."""

    show = forms.ChoiceField(required=False, choices=[("", ""), ("held", ""), ("explained", "")])
    group = forms.ChoiceField(required=False, choices=[("", ""), *Proposal.Group.choices])
    start = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)

    def wanted(self) -> dict[str, Any]:
        """What was asked for, as change_list takes it."""
        self.full_clean()
        said = self.cleaned_data
        return {"show": said.get("show", ""), "group": said.get("group", ""), "start": said.get("start") or 0}


class DecisionForm(FreeTextForm):
    """What becomes of one change."""

    choice = forms.ChoiceField(label="What becomes of this change?", widget=Radios(hints=HINTS), choices=CHOICES)
    note = forms.CharField(
        label="Reason",
        help_text="Needed when you do not take it over. It is kept with the school; name no child",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )
    comes_back_on = DateField(label="Comes back on", help_text="When you hold it, for example 5 1 2027", required=False)

    def clean(self) -> dict[str, Any]:
        """A reason for what is not taken over, and a day to come for what is held."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("choice") in {"hold", "explain"} and not said.get("note", "").strip() and "note" not in self.errors:
            self.add_error("note", "Say why, so that whoever comes after you can understand it")
        if said.get("choice") == "hold" and "comes_back_on" not in self.errors:
            day = said.get("comes_back_on")
            if day is None or day <= timezone.localdate():
                self.add_error("comes_back_on", "Give a day after today on which the change comes back to you")
        return said

    def decision(self) -> Decision:
        """What was decided."""
        said = self.cleaned_data
        is_held = said["choice"] == "hold"
        return Decision(
            choice=said["choice"],
            note=said["note"].strip(),
            comes_back_on=said["comes_back_on"] if is_held else None,
        )


class AcceptForm(forms.Form):
    """What the preview showed, sent back with its button."""

    group = forms.ChoiceField(choices=Proposal.Group.choices)
    up_to = forms.IntegerField(min_value=1)
    count = forms.IntegerField(min_value=1)
