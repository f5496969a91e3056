"""Looking for schools, and handing in an extract."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lscp_portal.ui.forms import GovukForm, SearchInput
from schools.register.models import School
from schools.register.queries import LEFT
from schools.register.rules import PHASES
from schools.register.types import SchoolFilter

LARGEST = 300_000_000  # the national extract has about 60 MB


class SchoolFilterForm(GovukForm):
    """A GET form. What cannot be understood is left out of the search, not refused."""

    q = forms.CharField(
        label="School", help_text="Name, town, postcode or URN", required=False, max_length=100, widget=SearchInput
    )
    phase = forms.ChoiceField(label="Phase", required=False, choices=[("", "All"), *((word, word) for word in PHASES)])
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "All"), *School.Status.choices, (LEFT, "Left the area")]
    )
    start = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def wanted(self) -> SchoolFilter:
        """What was asked for."""
        self.full_clean()
        said: dict[str, Any] = self.cleaned_data
        return SchoolFilter(
            words=said.get("q", ""),
            phase=said.get("phase", ""),
            status=said.get("status", ""),
            start=said.get("start") or 0,
        )


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
