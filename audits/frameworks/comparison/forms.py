"""Choosing two versions."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lscp_portal.ui.forms import GovukForm


class CompareForm(GovukForm):
    """A GET form: the older and the newer version."""

    before = forms.ChoiceField(label="From", error_messages={"invalid_choice": "Choose a version of the list"})
    after = forms.ChoiceField(label="To", error_messages={"invalid_choice": "Choose a version of the list"})

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        for name in ("before", "after"):
            field: Any = self.fields[name]
            field.choices = [("", "Choose a version"), *versions]
