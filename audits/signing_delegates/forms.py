"""What a school writes down about a delegate."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.signing_delegates.models import SigningDelegate
from audits.signing_delegates.rules import FITTING
from audits.signing_delegates.types import Delegation
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, Radios, sized
from lscp_portal.ui.free_text import FreeTextForm
from lscp_portal.workflow import Blocker


class DelegateForm(FreeTextForm):
    """For whom, who, where the minutes say so, from and to. people: (id, name and role)."""

    step = forms.ChoiceField(
        label="For whom?",
        choices=SigningDelegate.Step,
        widget=Radios(),
        error_messages={"required": "Choose for whom"},
    )
    person_id = sized(
        forms.TypedChoiceField(
            label="Who signs?",
            help_text="; ".join(f"for the {step}: {who}" for step, (_role, who) in FITTING.items()).capitalize() + ".",
            coerce=int,
            error_messages={"required": "Choose who signs", "invalid_choice": "Choose who signs"},
        ),
        "s",
    )
    minute_reference = sized(
        forms.CharField(
            label="Where do the minutes or the scheme of delegation say so?",
            help_text="Document or meeting, date and number, such as full board, 12 September 2026, minute 4.3. "
            "It stands under each signature.",
            max_length=120,
            error_messages={"required": "Enter where the minutes or the scheme of delegation say so"},
            validators=[refuse_child_details],
        ),
        "s",
    )
    starts_on = sized(DateField(label="From", help_text="For example, 31 3 2027."), "s")
    ends_on = sized(DateField(label="To and including", help_text="A year at most."), "s")

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **options)
        self.fields["person_id"].choices = [("", "Choose a person"), *people]  # type: ignore[attr-defined]

    def said(self) -> Delegation:
        """What was typed."""
        return Delegation(**self.cleaned_data)

    def refuse(self, blockers: Sequence[Blocker]) -> None:
        """Say each reason at the field it is about."""
        for blocker in blockers:
            self.add_error(blocker.code, blocker.sentence)
