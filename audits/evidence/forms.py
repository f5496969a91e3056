"""What is typed and sent as evidence. Child details are refused here, in boxes and in the names of files."""

from typing import IO, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from audits.evidence.models import EvidenceItem
from audits.evidence.types import DESCRIPTION, Described, Shown
from lscp_portal.childdata.detector import refuse_child_details, refuse_in_names
from lscp_portal.files.names import kind_of, readable, shown_name
from lscp_portal.files.types import LARGEST_FILE, FileRefused, Kind, Reason
from lscp_portal.ui.forms import DateField, GovukForm, Radios, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm

ENDINGS = ",".join(f".{kind.ending}" for kind in Kind) + ",.jpeg"


class DescribeForm(FreeTextForm):
    """What it is, where it is kept and who holds it. Enough for a reviewer to ask for it, and to find it next year."""

    kind = sized(forms.ChoiceField(label="What kind of document is it?", choices=EvidenceItem.Kind, widget=Radios), "s")
    what = sized(
        forms.CharField(
            label="What it is",
            help_text="For example: safeguarding policy, adopted by the board in September 2026. Never anybody’s name.",
            max_length=160,
            validators=[refuse_child_details],
        ),
        "s",
    )
    kept_where = sized(
        forms.CharField(
            label="Where it is kept",
            help_text="For example: governors’ folder, safeguarding, 2026.",
            max_length=160,
            validators=[refuse_child_details],
        ),
        "s",
    )
    held_by = sized(
        forms.CharField(
            label="Who holds it",
            help_text="A role, such as business manager.",
            max_length=120,
            validators=[refuse_child_details],
        ),
        "s",
    )
    dated_on = sized(
        DateField(label="Date of it", help_text="If it has one. For example, 14 9 2026.", required=False), "s"
    )
    review_on = sized(
        DateField(label="When you look at it again", help_text="If that is settled.", required=False), "s"
    )

    def clean(self) -> dict[str, Any]:
        """A document is looked at again after its date."""
        data = super().clean() or {}
        first, again = data.get("dated_on"), data.get("review_on")
        if first and again and again < first:
            self.add_error("review_on", "The day on which you look at it again must be after its date")
        return data

    def said(self) -> Described:
        """What was typed."""
        return Described(**{name: self.cleaned_data[name] for name in DESCRIPTION})


class ChangeForm(DescribeForm):
    """The same, of an item that is there. read: the revision the page was showing."""

    read = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @staticmethod
    def initial_of(item: Shown) -> dict[str, Any]:
        """What a fresh form holds."""
        return {name: getattr(item, name) for name in DESCRIPTION} | {"read": item.revision}


class UploadForm(GovukForm):
    """One file. What its name and size say is said at once; the rest takes a minute."""

    file = forms.FileField(
        label="Choose a file",
        help_text=(
            "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), JPG or PNG, at most 20 MB. "
            "Never a document that names a child or a family: describe it and say where it is kept."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ENDINGS, "data-largest": LARGEST_FILE}),
        error_messages={"required": "Choose a file", "invalid": "Choose a file"},
    )

    def clean_file(self) -> UploadedFile:  # type: ignore[type-arg] # Django's own is not generic when it runs
        """Refuses what the name and the size say already, with the sentence of the reason."""
        upload: UploadedFile = self.cleaned_data["file"]  # type: ignore[type-arg]
        name = shown_name(upload.name or "")
        try:
            kind_of(name)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        if not upload.size:
            raise forms.ValidationError(str(Reason.EMPTY))
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(str(Reason.TOO_LARGE))
        try:
            refuse_in_names(readable(name))
        except forms.ValidationError as found:
            raise forms.ValidationError(
                [f"The file’s name may point at a child. Give it another name. {' '.join(found.messages)}"]
            ) from None
        return upload

    def sent(self) -> dict[str, Any]:
        """What `receive_file` takes."""
        upload: UploadedFile = self.cleaned_data["file"]  # type: ignore[type-arg]
        content: IO[bytes] = upload.file  # type: ignore[assignment]
        return {"upload": content, "name": shown_name(upload.name or ""), "size": upload.size}


class DecideForm(FreeTextForm):
    """Whether schools may upload, and why."""

    allowed = forms.TypedChoiceField(
        label="May your schools upload files as evidence?",
        choices=[("yes", "Yes, files may be uploaded"), ("no", "No, evidence is described and located only")],
        coerce=lambda word: word == "yes",
        widget=Radios,
    )
    reason = WordsField(
        label="Why",
        help_text="For your records, such as the meeting that decided it. Schools do not read it.",
        max_words=60,
        rows=3,
        validators=[refuse_child_details],
    )
