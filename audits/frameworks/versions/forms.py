"""Naming a version, asking for comments, publishing."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from audits.frameworks.versions.naming import LONGEST, is_academic_year
from audits.frameworks.versions.types import VersionPlan
from audits.frameworks.wording.forms import SettingsForm
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm
from lscp_portal.ui.free_text import FreeTextForm

DECLARED = "I have read this version. I understand that it cannot be changed once it is published."


class VersionForm(SettingsForm):
    """What a draft is called and when it holds."""

    version = forms.CharField(
        label="Version",
        max_length=LONGEST,
        help_text="Letters, digits, full stops and hyphens, with a letter",
    )
    title = forms.CharField(label="Title", max_length=160)
    subtitle = forms.CharField(label="In one line", max_length=240)
    academic_year = forms.CharField(label="Academic year", max_length=7, help_text="For example 2027/28")
    effective_from = DateField(label="It holds from", help_text="For example 1 9 2027")
    effective_to = DateField(label="It holds until", help_text="For example 31 8 2028")

    def __init__(self, *args: Any, taken: Collection[str], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self.taken = taken

    def clean_version(self) -> str:
        """A number of our own: one that the catalogue could give later would stand in its way."""
        version: str = self.cleaned_data["version"]
        if not version.replace("-", "").replace(".", "").isalnum() or not version.isascii():
            raise forms.ValidationError("Write the version with letters, digits, full stops and hyphens only")
        if not any(sign.isalpha() for sign in version):
            raise forms.ValidationError("Put a letter into the version, so that it is not one of the catalogue’s")
        if version in self.taken:
            raise forms.ValidationError(f"There is a version {version} already: choose another one")
        return version

    def clean_academic_year(self) -> str:
        """Two years that follow each other."""
        year: str = self.cleaned_data["academic_year"]
        if not is_academic_year(year):
            raise forms.ValidationError("Write the academic year as in 2027/28")
        return year

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = said.get("effective_from"), said.get("effective_to")
        if begins and ends and ends <= begins:
            self.add_error("effective_to", "The last day must be after the first")
        return said

    def plan(self) -> VersionPlan:
        """What was typed."""
        return VersionPlan(**{name: value for name, value in self.cleaned_data.items() if name != "read"})


class ConsultForm(GovukForm):
    """Until when people can comment."""

    until = DateField(label="Last day for comments", help_text="Give schools at least two weeks in term time")

    def clean_until(self) -> Any:  # noqa: ANN401 - a date
        """After today."""
        until = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError("The last day for comments must be after today")
        if until > timezone.localdate() + timedelta(days=365):
            raise forms.ValidationError("The last day for comments must be within a year")
        return until


class PublishForm(FreeTextForm):
    """What changed, and the declaration."""

    change_note = forms.CharField(
        label="What changed, and why?",
        help_text="Schools and your own staff read this later. A few sentences are enough.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        validators=[refuse_child_details],
    )
    unconsulted_because = forms.CharField(
        label="Why was nobody asked for comments?",
        help_text="For example: it mends two misprints and changes no meaning.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        validators=[refuse_child_details],
    )
    declared = forms.BooleanField(label=DECLARED)

    def __init__(self, *args: Any, was_consulted: bool, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        if was_consulted:
            del self.fields["unconsulted_because"]
