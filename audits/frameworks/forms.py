"""Trying a framework on a school."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.frameworks.types import FrameworkChoice
from lscp_portal.ui.forms import Checkboxes, GovukForm, Radios


class AskedForm(GovukForm):
    """A GET form: which school, in which mode."""

    school = forms.TypedChoiceField(label="School", coerce=int)
    mode = forms.ChoiceField(label="Kind of audit", widget=Radios())
    sections = forms.MultipleChoiceField(
        label="Sections", help_text="For a deep dive only", required=False, widget=Checkboxes()
    )

    def __init__(self, *args: Any, choice: FrameworkChoice, schools: Sequence[tuple[int, str]], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self.choice = choice
        self._field("school").choices = [("", "Choose a school"), *schools]
        self._field("mode").choices = [(key, words) for key, words, _meaning in choice.modes]
        self._field("mode").widget.hints = {key: meaning for key, _words, meaning in choice.modes}
        self._field("sections").choices = [(code, f"{code}: {title}") for code, title in choice.sections]

    def _field(self, name: str) -> Any:  # noqa: ANN401 - a choice field, which the stubs do not know here
        return self.fields[name]

    @property
    def shows_sections(self) -> bool:
        """Whether the list of sections is needed open: something is chosen there, or wrong."""
        return bool(self["sections"].errors or self["sections"].value())

    def clean(self) -> dict[str, Any]:
        """A deep dive needs sections; other modes ask all of them."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("mode") == "deep_dive" and not said.get("sections") and "sections" not in self.errors:
            self.add_error("sections", "Choose at least one section for a deep dive")
        if said.get("mode") != "deep_dive":
            said["sections"] = []
        return said
