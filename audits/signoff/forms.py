"""What somebody types who signs or gives back."""

from typing import Any

from django import forms
from django.utils import timezone

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm

STEPS = [("dsl", "dsl"), ("head", "head"), ("chair", "chair")]


class SignForm(FreeTextForm):
    """A signature. step: as whom; the chair also says when the board discussed the audit."""

    audit = forms.IntegerField(widget=forms.HiddenInput)
    step = forms.ChoiceField(choices=STEPS, widget=forms.HiddenInput)
    board_met_on = sized(
        DateField(label="When did the board discuss this audit?", help_text="For example, 31 3 2027."),
        "s",
    )
    minute_reference = sized(
        forms.CharField(
            label="Where do the minutes say so?",
            help_text="The meeting and the number of the minute, such as full board, minute 7.2.",
            max_length=120,
            error_messages={"required": "Enter where the minutes say so"},
            validators=[refuse_child_details],
        ),
        "s",
    )
    agreed = forms.BooleanField(
        label="I sign this declaration", error_messages={"required": "Tick the box to sign the declaration"}
    )

    def __init__(self, *args: Any, step: str, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        if step == "chair":
            self.fields["board_met_on"].latest = timezone.localdate()  # type: ignore[attr-defined] # a DateField
        else:
            del self.fields["board_met_on"], self.fields["minute_reference"]


class SeenForm(GovukForm):
    """“I have read this”. seen_up_to: the last revision that was on the page."""

    audit = forms.IntegerField(widget=forms.HiddenInput)
    seen_up_to = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReturnForm(FreeTextForm):
    """Why the audit goes back to the designated safeguarding lead."""

    audit = forms.IntegerField(widget=forms.HiddenInput)
    step = forms.ChoiceField(choices=STEPS[1:], widget=forms.HiddenInput)
    comment = sized(
        WordsField(
            label="What should change?",
            help_text="The designated safeguarding lead reads this. Name no child. Write the codes of the answers you "
            "mean, such as LG2, and they become links.",
            max_words=150,
            rows=4,
            error_messages={"required": "Say what should change"},
            validators=[refuse_child_details],
        ),
        "s",
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, auto_id="id_return_%s", **options)  # it stands on one page with SignForm
