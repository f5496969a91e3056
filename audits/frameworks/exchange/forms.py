"""Bringing a framework in: the file, then what shall become of it."""

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from audits.frameworks.exchange.files import YAML_SUFFIXES
from audits.frameworks.exchange.types import ImportPreview
from audits.frameworks.place import LARGEST_FILE as LARGEST_YAML
from audits.frameworks.sheets.gate import LARGEST_FILE
from audits.frameworks.versions.naming import LONGEST
from lscp_portal.ui.forms import GovukForm, Radios

NEW, REPLACE = "new", "replace"


class UploadForm(GovukForm):
    """One file."""

    file = forms.FileField(
        label="Framework file",
        help_text="A file ending in .ods, .xlsx or .yaml, as it was exported here and changed by you",
        widget=forms.FileInput,
        error_messages={
            "required": "Choose a file ending in .ods, .xlsx or .yaml",
            "empty": "The file you chose is empty. Save it again, or export the framework anew",
            "missing": "Choose a file ending in .ods, .xlsx or .yaml",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """No larger than a framework can be; what kind it is, is found when it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        is_yaml = PurePosixPath(file.name or "").suffix.lower() in YAML_SUFFIXES
        most = LARGEST_YAML * 4 if is_yaml else LARGEST_FILE  # a character has up to four bytes
        if (file.size or 0) > most:
            words = "so it is not a framework. Take out what you added, or export the framework anew"
            raise forms.ValidationError(f"The file has more than {most // 1_000_000} MB, {words}")
        return file


class ConfirmForm(GovukForm):
    """A new draft, or the draft that the file came from."""

    into = forms.ChoiceField(label="What should become of it?", widget=Radios())
    version = forms.CharField(
        label="Version of the new draft", max_length=LONGEST, required=False, help_text="For a new draft only"
    )
    sealed = forms.CharField(widget=forms.HiddenInput)
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, preview: ImportPreview, **more: Any) -> None:  # noqa: ANN401 - Django's
        begin = {"sealed": preview.sealed, "version": preview.version, "into": NEW}
        if preview.into:
            begin |= {"read": preview.into.digest, "into": REPLACE}
        super().__init__(*args, initial=begin, **more)
        self.taken = preview.taken
        choices = [(NEW, "Make a new draft of it")]
        if preview.into:
            choices.insert(0, (REPLACE, f"Replace what is in the draft {preview.into.version}"))
        field: Any = self.fields["into"]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A new draft needs a version that is free, written as the others are."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("into") == NEW and (fault := version_fault(said.get("version", ""), self.taken)):
            self.add_error("version", fault)
        return said


def version_fault(version: str, taken: Collection[str]) -> str:
    """What is wrong with the version of a new draft, or nothing."""
    if not version:
        return "Give the new draft a version"
    if not version.replace("-", "").replace(".", "").isalnum() or not version.isascii():
        return "Write the version with letters, digits, full stops and hyphens only"
    if not any(sign.isalpha() for sign in version):
        return "Put a letter into the version, so that it is not one of the catalogue’s"
    return f"There is a version {version} already: choose another one" if version in taken else ""
