"""Deciding what kind of school a school is."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Radios
from lscp_portal.ui.free_text import FreeTextForm

TAKE_BACK = "none"


class KindForm(FreeTextForm):
    """One kind, and why."""

    governance = forms.ChoiceField(label="How is this school governed?", widget=Radios)
    reason = forms.CharField(
        label="How you know",
        help_text="For example “The trust’s articles; call with the head on 3 November”. Name no child",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's
        choices: Sequence[tuple[str, str]],
        is_decided: bool,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        back = [(TAKE_BACK, "It is not clear after all: take the decision back")] if is_decided else []
        field = self.fields["governance"]
        field.choices = [*choices, *back]  # type: ignore[attr-defined] # a ChoiceField

    def decision(self) -> dict[str, str]:
        """What was decided, as decide_kind takes it."""
        said = self.cleaned_data
        governance = "" if said["governance"] == TAKE_BACK else said["governance"]
        return {"governance": governance, "reason": said["reason"].strip()}
