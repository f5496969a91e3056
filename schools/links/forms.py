"""Handing in the file of links."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lscp_portal.ui.forms import GovukForm
from schools.register.forms import LARGEST


class LinksForm(GovukForm):
    """One file."""

    links = forms.FileField(
        label="File of links between schools",
        help_text="The file links_edubasealldata….csv as downloaded from Get Information about Schools",
        widget=forms.FileInput,
        error_messages={
            "required": "Choose the file links_edubasealldata….csv",
            "empty": "The file you chose is empty. Download it from the register again",
            "missing": "Choose the file links_edubasealldata….csv",
        },
    )

    def clean_links(self) -> "UploadedFile[Any]":
        """Not larger than any such file can be."""
        file: UploadedFile[Any] = self.cleaned_data["links"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("The file is larger than 300 MB, so it is not the file of links")
        return file
