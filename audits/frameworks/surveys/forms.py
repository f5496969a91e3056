"""Editing voice surveys."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from audits.frameworks.scales import setting_model_of
from audits.frameworks.surveys.queries import scale_words
from audits.frameworks.wording.applies import AppliesFields, initial_of
from audits.frameworks.wording.forms import SettingsForm, texts
from lscp_portal.ui.forms import Radios

SHORT_NAME = RegexValidator(r"^[a-z][a-z0-9_]*\Z", "Use small letters, numbers and _ only, for example pupil_arrivals")
ITEM_CODE = RegexValidator(r"^[A-Z][A-Z0-9]*-[0-9]+\Z", "Use capitals, a hyphen and a number, for example K2-12")


class SurveyForm(AppliesFields, SettingsForm):
    """The head of a survey."""

    title = forms.CharField(label="Title", max_length=160, help_text="Those who answer see it")
    scale = forms.ChoiceField(label="How people answer", widget=Radios())
    mode = forms.CharField(
        label="How it is run", max_length=300, help_text="For example: in class on a device; about 8 minutes"
    )
    field_order = ("read", "id", "title", "applies", "governance", "features_any", "features_all", "not_features")

    def __init__(self, *args: Any, settings: Mapping[str, Any], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self.offer(setting_model_of(settings))
        self.fields["scale"].choices = list(scale_words(settings).items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who it is for says one thing only."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_applies(said)
        return said

    def survey(self) -> dict[str, Any]:
        """As the framework keeps it, without its questions."""
        said = self.cleaned_data
        return {"title": said["title"], "applies": self.applies_to(), "scale": said["scale"], "mode": said["mode"]}


class NewSurveyForm(SurveyForm):
    """A new survey has to be named once and for all."""

    id = forms.CharField(
        label="Short name",
        max_length=40,
        help_text="For files and links; it cannot be changed later. For example pupil_arrivals",
        validators=[SHORT_NAME],
    )


class ItemForm(SettingsForm):
    """One question."""

    text = forms.CharField(label="Statement", max_length=300, help_text="One thought, in the words of those who answer")
    indicators = forms.CharField(
        label="Indicators it speaks to", max_length=200, help_text="Their codes, for example CU3, CC5"
    )
    optional_if = forms.CharField(
        label="Only asked of some?",
        max_length=120,
        required=False,
        help_text="Leave blank when everybody is asked, or end the sentence “only if the person …”, for example "
        "learns off-site for part of the week",
    )

    def __init__(self, *args: Any, codes: Sequence[str], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self._codes = codes

    def clean_indicators(self) -> list[str]:
        """Codes of this framework, each once."""
        found = list(dict.fromkeys(re.findall(r"[A-Z0-9]+", self.cleaned_data["indicators"].upper())))
        if not found:
            raise forms.ValidationError("Enter at least one indicator code, for example CU3")
        if unknown := [code for code in found if code not in self._codes]:
            raise forms.ValidationError(f"There is no indicator {', '.join(unknown)} in this framework")
        return found

    def item(self, code: str) -> dict[str, Any]:
        """As the framework keeps it."""
        return {"code": code, "indicators": self.cleaned_data["indicators"], **texts(self, "text", "optional_if")}


class NewItemForm(ItemForm):
    """A new question has to have a code."""

    code = forms.CharField(
        label="Code", max_length=12, help_text="It cannot be changed later, so that answers stay comparable",
        validators=[ITEM_CODE],
    )  # fmt: skip
    field_order = ("read", "code", "text", "indicators", "optional_if")


def survey_initial(survey: Mapping[str, Any]) -> dict[str, Any]:
    """What the form holds for a survey that is kept."""
    return {"title": survey["title"], "scale": survey["scale"], "mode": survey["mode"], **initial_of(survey["applies"])}


def item_initial(item: Mapping[str, Any]) -> dict[str, Any]:
    """What the form holds for a question that is kept."""
    return {**item, "indicators": ", ".join(item["indicators"])}
