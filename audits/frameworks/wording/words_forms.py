"""The words of one group, each in a box of its own; and audiences that come and go."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from audits.frameworks.wording.forms import SettingsForm
from audits.frameworks.wording.slots import SHORT, Path, Slot, value_at
from lscp_portal.ui.forms import Checkboxes

SHORT_NAME = RegexValidator(r"^[a-z][a-z_]{1,19}\Z", "Use small letters and _ only, at most 20, for example health")


class WordsForm(SettingsForm):
    """One field for each slot."""

    def __init__(self, *args: Any, slots: Sequence[Slot], settings: Mapping[str, Any], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self._paths: dict[str, Path] = {}
        for number, slot in enumerate(slots):
            name = f"words_{number}"
            self._paths[name] = slot.path
            self.fields[name] = _field(slot)
            self.fields[name].initial = value_at(settings, slot.path)

    def said(self) -> dict[Path, Any]:
        """What is to be put where."""
        return {path: self.cleaned_data[name] for name, path in self._paths.items()}


def _field(slot: Slot) -> forms.Field:
    if slot.choices:
        required = {"required": "Choose at least one"}
        return forms.MultipleChoiceField(
            label=slot.label, choices=slot.choices, widget=Checkboxes(), error_messages=required
        )
    widget = forms.TextInput() if slot.most <= SHORT else forms.Textarea(attrs={"rows": 3})
    wanted = {"required": f"Say something for {slot.label}"}
    return forms.CharField(label=slot.label, max_length=slot.most, widget=widget, error_messages=wanted)


class AudienceForm(SettingsForm):
    """Somebody else who can tell."""

    key = forms.CharField(
        label="Short name", help_text="For files; it cannot be changed later", max_length=20, validators=[SHORT_NAME]
    )
    label = forms.CharField(label="In words", max_length=SHORT, help_text="For example, Voice of school nurses")

    def __init__(self, *args: Any, taken: Sequence[str], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self._taken = taken

    def clean_key(self) -> str:
        """One that is free."""
        key = str(self.cleaned_data["key"])
        if key in self._taken:
            raise forms.ValidationError(f"{key} is there already: choose another short name")
        return key
