"""Handing in an extract."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lscp_portal.ui.forms import GovukForm

LARGEST = 300_000_000  # the national extract has about 60 MB


class ImportForm(GovukForm):
    """One extract."""

    extract = forms.FileField(
        label="Extract from the register",
        help_text="The file edubasealldata….csv as downloaded from Get Information about Schools, not opened or saved "
        "by a spreadsheet",
        widget=forms.FileInput,
        error_messages={
            "required": "Choose the file edubasealldata….csv",
            "empty": "The file you chose is empty. Download the extract from the register again",
            "missing": "Choose the file edubasealldata….csv",
        },
    )

    def clean_extract(self) -> "UploadedFile[Any]":
        """Not larger than any extract can be."""
        file: UploadedFile[Any] = self.cleaned_data["extract"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("The file is larger than 300 MB, so it is not an extract of the register")
        return file
