"""Choosing between our words and the catalogue's, question by question."""

from typing import Any

from django import forms

from audits.frameworks.exchange.forms import version_fault
from audits.frameworks.pulling.queries import PullPage, said
from audits.frameworks.pulling.types import EDIT, OURS, THEIRS, Choice, Question
from audits.frameworks.versions.naming import LONGEST
from lscp_portal.ui.forms import GovukForm, Radios

KEEP, TAKE, WRITE = "Keep ours", "Take the catalogue’s", "Write it anew"


class PullForm(GovukForm):
    """A question of the page has a field q<number>; where it may be written anew, also q<number>_text."""

    version = forms.CharField(label="Version of the new draft", max_length=LONGEST)
    read = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, page: PullPage, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, initial={"version": page.version, "read": page.contents.digest}, **more)
        self._taken, self._questions = page.taken, page.questions
        for number, question in enumerate(page.questions):
            self.fields[f"q{number}"] = _clash(question) if question.is_clash else _leave(question)
            if question.may_edit:
                self.fields[f"q{number}_text"] = forms.CharField(
                    label="Your words", required=False, widget=forms.Textarea(attrs={"rows": 4}),
                    initial=said(question.ours), help_text="Used only if you write it anew", max_length=10_000,
                )  # fmt: skip

    def clean_version(self) -> str:
        """Free, and written as the others are."""
        version: str = self.cleaned_data["version"]
        if fault := version_fault(version, self._taken):
            raise forms.ValidationError(fault)
        return version

    def clean(self) -> dict[str, Any]:
        """Who writes it anew writes something."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for number, _question in enumerate(self._questions):
            if found.get(f"q{number}") == EDIT and not found.get(f"q{number}_text", "").strip():
                self.add_error(f"q{number}_text", "Write the new words, or choose ours or the catalogue’s")
        return found

    def choices(self) -> dict[str, Choice]:
        """What was picked, by the ids of the questions."""
        return {question.id: self._choice(number, question) for number, question in enumerate(self._questions)}

    def _choice(self, number: int, question: Question) -> Choice:
        picked = self.cleaned_data[f"q{number}"]
        if question.is_clash:
            return Choice(picked, self.cleaned_data.get(f"q{number}_text", "") if picked == EDIT else "")
        return Choice(OURS if picked else THEIRS)


def _clash(question: Question) -> forms.Field:
    choices = [(OURS, KEEP), (THEIRS, TAKE), *([(EDIT, WRITE)] if question.may_edit else [])]
    return forms.ChoiceField(
        label=question.part or "Which of the two?", choices=choices, initial=question.default, widget=Radios()
    )


def _leave(question: Question) -> forms.Field:
    label = f"Leave {question.part or 'it'} as it is here"
    return forms.BooleanField(label=label, required=False, initial=question.default == OURS, help_text=question.because)
