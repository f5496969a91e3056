"""Typing a holiday, and choosing a file of term dates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lscp_portal.ui.fields import span_in_words
from lscp_portal.ui.forms import Checkboxes, DateField, GovukForm
from schools.holidays.reading import as_csv, span_problem
from schools.holidays.types import Holiday, Read

LARGEST = 1_000_000


class HolidayForm(GovukForm):
    """One holiday, typed."""

    name = forms.CharField(label="Name", max_length=80, help_text="For example Autumn half term, or training day")
    first_on = DateField(label="First day", help_text="The first day on which schools are closed")
    last_on = DateField(label="Last day", help_text="The same day again for a single day")
    whose = forms.ChoiceField(label="Which schools are closed", required=False, widget=forms.Select)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's
        whose: Sequence[tuple[tuple[str, str], str]],
        **more: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **more)
        self.fields["whose"].choices = [(f"{la_code}|{uid}", words) for (la_code, uid), words in whose]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and not a year later."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("first_on"), said.get("last_on")
        if first and last and (wrong := span_problem(first, last)):
            self.add_error("last_on", wrong.rstrip("."))
        return said

    def holiday(self) -> Holiday:
        """What was typed."""
        said = self.cleaned_data
        la_code, _, trust_uid = said["whose"].partition("|")
        return Holiday(said["name"], said["first_on"], said["last_on"], la_code, trust_uid)


class TermDatesForm(GovukForm):
    """A file of term dates."""

    file = forms.FileField(
        label="File of term dates",
        help_text="CSV with the headings First day, Last day and Name; or an iCalendar file (.ics) of your council",
        widget=forms.FileInput,
        error_messages={
            "required": "Choose a file of term dates",
            "missing": "Choose a file of term dates",
            "empty": "The file you chose is empty",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """No term dates take a megabyte."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("The file is larger than 1 MB, so it does not hold term dates only")
        return file


class KeepForm(GovukForm):
    """Which of the holidays that a file holds are kept. lines: all of them, so that the page can be drawn again."""

    keep = forms.MultipleChoiceField(
        label="On which days are schools closed?",
        widget=Checkboxes,
        error_messages={"required": "Tick the days on which schools are closed, or choose another file"},
    )
    lines = forms.CharField(widget=forms.HiddenInput, max_length=100_000)
    source = forms.CharField(widget=forms.HiddenInput, max_length=120)

    def __init__(self, *args: Any, read: Read, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self.read = read
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            (str(at), f"{row.name}: {span_in_words(row.first_on, row.last_on)}") for at, row in enumerate(read.holidays)
        ]

    @classmethod
    def of(cls, read: Read, *, source: str) -> "KeepForm":
        """Every holiday of a file, ticked unless it looks like a school day."""
        ticked = [str(at) for at, row in enumerate(read.holidays) if row not in read.unlikely]
        lines = "\n".join(map(as_csv, read.holidays))
        return cls(read=read, initial={"keep": ticked, "lines": lines, "source": source[-120:]})

    def holidays(self) -> list[Holiday]:
        """Those that are kept."""
        return [self.read.holidays[int(at)] for at in self.cleaned_data["keep"]]
