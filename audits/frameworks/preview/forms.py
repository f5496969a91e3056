"""Choosing through whose eyes a framework is looked at. GET forms: an address can be kept and sent."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.frameworks.applicability import SchoolProfile
from audits.frameworks.preview.types import Choice, Wish
from audits.frameworks.preview.typical import TYPICAL, typical_school
from lscp_portal.ui.forms import Checkboxes, GovukForm, Radios

DEEP_DIVE = "deep_dive"


class BeginningForm(GovukForm):
    """Where to begin: a typical school, or one of ours."""

    typical = forms.ChoiceField(
        label="A typical school",
        required=False,
        choices=[("", "Choose a kind of school"), *((one.key, one.label) for one in TYPICAL)],
    )
    school = forms.TypedChoiceField(label="Or one of our schools", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, schools: Sequence[tuple[int, str]], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self.fields["school"].choices = [("", "Choose a school"), *schools]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(said.get("typical")) == bool(said.get("school")):
            self.add_error("typical", "Choose a typical school or one of ours, not both")
        return said


class PreviewForm(GovukForm):
    """The profile itself, the kind of audit, and what to compare with."""

    governance = forms.ChoiceField(label="Governance", widget=Radios())
    features = forms.MultipleChoiceField(label="What is true of the school", required=False, widget=Checkboxes())
    mode = forms.ChoiceField(label="Kind of audit", widget=Radios())
    sections = forms.MultipleChoiceField(
        label="Sections", help_text="For a deep dive only", required=False, widget=Checkboxes()
    )
    against = forms.ChoiceField(
        label="Compare with a typical school",
        required=False,
        choices=[("", "Do not"), *((one.key, one.label) for one in TYPICAL)],
    )
    switched = forms.MultipleChoiceField(
        label="What would change if this were the other way round?",
        help_text="For example, tick boarding to see what a school gets in addition when it takes boarders",
        required=False,
        widget=Checkboxes(),
    )

    def __init__(self, *args: Any, choice: Choice, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self._field("governance").choices = choice.governance
        self._field("features").choices = choice.features
        self._field("switched").choices = choice.features
        self._field("mode").choices = [(key, words) for key, words, _meaning in choice.modes]
        self._field("mode").widget.hints = {key: meaning for key, _words, meaning in choice.modes}
        self._field("sections").choices = [(code, f"{code}: {title}") for code, title in choice.sections]

    def _field(self, name: str) -> Any:  # noqa: ANN401 - a choice field, which the stubs do not know here
        return self.fields[name]

    @property
    def shows_sections(self) -> bool:
        """Whether the list of sections is needed open: something is chosen there, or wrong."""
        return bool(self["sections"].errors or self["sections"].value())

    @property
    def compares(self) -> bool:
        """Whether a comparison is asked for."""
        return bool(self["against"].value() or self["switched"].value() or self["against"].errors)

    def clean(self) -> dict[str, Any]:
        """A deep dive needs sections; other kinds ask all of them."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("mode") == DEEP_DIVE and not said.get("sections") and "sections" not in self.errors:
            self.add_error("sections", "Choose at least one section for a deep dive")
        if said.get("mode") != DEEP_DIVE:
            said["sections"] = []
        return said

    def wish(self) -> Wish:
        """What was asked for."""
        said = self.cleaned_data
        profile = SchoolProfile(said["governance"], frozenset(said["features"]))
        return Wish(profile, said["mode"], tuple(said["sections"]), self._against(profile))

    def _against(self, profile: SchoolProfile) -> SchoolProfile | None:
        typical, switched = typical_school(self.cleaned_data["against"]), frozenset(self.cleaned_data["switched"])
        if typical is None and not switched:
            return None
        base = typical.profile if typical else profile
        return SchoolProfile(base.governance, base.features ^ switched)


def as_query(profile: SchoolProfile, mode: str) -> dict[str, Any]:
    """What the form says for a profile somebody begins with."""
    return {"governance": profile.governance, "features": sorted(profile.features), "mode": mode}
