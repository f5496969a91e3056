"""For which schools something is: the fields of the framework's applies grammar."""

from collections.abc import Mapping
from typing import Any

from django import forms

from audits.frameworks.definition import Applies, SettingModel
from lscp_portal.ui.forms import Checkboxes, Radios

EVERYBODY, SOME = "all", "some"
CONDITIONS = ("governance", "features_any", "features_all", "not_features")


class AppliesFields(forms.Form):
    """Mixed into a form: everybody, or those that meet every condition that is filled in."""

    applies = forms.ChoiceField(
        label="Which schools is it for?",
        choices=[(EVERYBODY, "Every school"), (SOME, "Only schools that meet the conditions below")],
        widget=Radios(),
    )
    governance = forms.MultipleChoiceField(
        label="Governance", help_text="Any of these; tick none where it does not matter", required=False,
        widget=Checkboxes(),
    )  # fmt: skip
    features_any = forms.MultipleChoiceField(label="At least one of these is true", required=False, widget=Checkboxes())
    features_all = forms.MultipleChoiceField(label="All of these are true", required=False, widget=Checkboxes())
    not_features = forms.MultipleChoiceField(label="None of these is true", required=False, widget=Checkboxes())

    def offer(self, model: SettingModel) -> None:
        """Fill in what the framework knows of schools."""
        for name in CONDITIONS:
            known = model.governance if name == "governance" else model.features
            self.fields[name].choices = list(known.items())  # type: ignore[attr-defined]

    def check_applies(self, said: Mapping[str, Any]) -> None:
        """Conditions for some, none for everybody."""
        filled = any(said.get(name) for name in CONDITIONS)
        if said.get("applies") == SOME and not filled:
            self.add_error("applies", "Tick at least one condition, or choose every school")
        if said.get("applies") == EVERYBODY and filled:
            self.add_error("applies", "Conditions are ticked: choose “only schools that …”, or untick them")

    def applies_to(self) -> Applies:
        """As the framework keeps it."""
        said = self.cleaned_data
        if said["applies"] == EVERYBODY:
            return EVERYBODY
        return {name: list(said[name]) for name in CONDITIONS if said[name]}


def initial_of(applies: Applies) -> dict[str, Any]:
    """What the fields hold for something that is kept."""
    if isinstance(applies, str):
        return {"applies": EVERYBODY}
    return {"applies": SOME, **applies}
