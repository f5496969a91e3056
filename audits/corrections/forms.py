"""What a school types that asks for a correction, and the lead's answer."""

import re
from typing import Any

from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import GovukForm, Radios, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm

YES, NO = "yes", "no"


def codes_typed(text: str) -> list[str]:
    """Codes in capitals, each once, in the order typed."""
    return list(dict.fromkeys(word.upper() for word in re.split(r"[\s,;]+", text) if word))


class AskForm(FreeTextForm):
    """Which answers, and why."""

    codes = sized(
        forms.CharField(
            label="Which answers?",
            help_text="Their codes, such as LG2, SR1. Only these can be corrected.",
            max_length=300,
            error_messages={"required": "Enter the codes of the answers to correct, such as LG2"},
        ),
        "s",
    )
    reason = sized(
        WordsField(
            label="What is wrong with them?",
            help_text="The LSCP lead decides by it, and it stays with the new version. Name no child.",
            max_words=150,
            rows=4,
            error_messages={"required": "Say what is wrong"},
            validators=[refuse_child_details],
        ),
        "s",
    )

    def clean_codes(self) -> list[str]:
        """Codes in capitals, each once, in the order typed."""
        found = codes_typed(self.cleaned_data["codes"])
        if not found:
            raise forms.ValidationError("Enter the codes of the answers to correct, such as LG2")
        return found


class SeenForm(GovukForm):
    """What was on the page when it was signed: which correction, and how often its wordings had been saved."""

    correction_id = forms.IntegerField(widget=forms.HiddenInput)
    seen_up_to = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AnswerRequestForm(FreeTextForm):
    """The lead's yes or no."""

    decision = forms.ChoiceField(
        label="May they correct these answers?",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=Radios(),
        error_messages={"required": "Choose yes or no"},
    )
    words = forms.CharField(
        label="Words to the school",
        help_text="Needed for a no. The school reads it.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )

    def clean(self) -> dict[str, Any]:
        """A no is given with its reason."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("decision") == NO and not said.get("words") and "words" not in self.errors:
            self.add_error("words", "Say why they cannot correct it")
        return said
