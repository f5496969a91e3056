"""The base of every form that changes a part of a draft's settings."""

import re
from typing import Any

from django import forms

from audits.frameworks.place import DefinitionProblem
from lscp_portal.ui.forms import GovukForm

KEY = re.compile(r"key (\w+)(?=,|$)")


class SettingsForm(GovukForm):
    """Carries the revision that the page was showing, so that two people do not overwrite each other in silence."""

    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def take(self, problems: tuple[DefinitionProblem, ...]) -> None:
        """Put what the reader found at the fields it is about."""
        for problem in problems:
            names = [name for name in reversed(KEY.findall(problem.place)) if self.field_named(name)]
            self.add_error(self.field_named(names[0]) if names else None, f"{problem.reason} {problem.remedy}")

    def field_named(self, key: str) -> str | None:
        """The field for a key of the file, where there is one. Forms with other names say which."""
        return key if key in self.fields else None

    def shown_again(self, revision: int) -> "SettingsForm":
        """The same form with what was typed, ready to be saved over what is kept now."""
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["read"] = str(revision)
        return self


class RemoveForm(SettingsForm):
    """Nothing but the revision."""


def texts(form: forms.BaseForm, *names: str) -> dict[str, Any]:
    """Cleaned texts by name, in this order; a blank one is left out."""
    return {name: form.cleaned_data[name] for name in names if form.cleaned_data.get(name)}
