"""Giving a part to somebody, and moving its day."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.delegation.types import Given, Newcomer
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, Radios, sized
from lscp_portal.ui.free_text import FreeTextForm

NEW = "new"


class DayForm(GovukForm):
    """Until when."""

    due_on = sized(DateField(label="Until when", help_text="For example, 31 3 2027."), "s")


class GiveForm(DayForm, FreeTextForm):
    """Which part, to whom, until when. parts: (code, words); people: as queries.who_can_answer gives them."""

    code = sized(forms.ChoiceField(label="Which part?"), "s")
    who = sized(forms.ChoiceField(label="Who answers it?", widget=Radios), "s")
    full_name = sized(
        forms.CharField(
            label="Full name", help_text="For somebody who is not here yet.", max_length=120, required=False
        ),
        "s",
    )
    email = sized(
        forms.EmailField(
            label="E-mail address",
            help_text="Their own work address, never a shared one. They get an invitation as contributor.",
            required=False,
        ),
        "s",
    )
    words = sized(
        forms.CharField(
            label="A word to them",
            help_text="They see it beside their part. Do not name any child.",
            max_length=300,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            validators=[refuse_child_details],
        ),
        "s",
    )
    field_order = ("code", "who", "full_name", "email", "due_on", "words")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        parts: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.fields["code"].choices = [("", "Choose a part"), *parts]  # type: ignore[attr-defined]
        self.fields["who"].choices = [*people, (NEW, "Somebody who is not here yet")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A newcomer has a name and an address."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("who") == NEW:
            for field, words in (("full_name", "Enter their full name"), ("email", "Enter their e-mail address")):
                if not said.get(field) and field not in self.errors:
                    self.add_error(field, words)
        return said

    def given(self) -> Given:
        """What was typed."""
        said = self.cleaned_data
        kind, _dash, number = said["who"].partition("-")
        return Given(
            code=said["code"],
            due_on=said["due_on"],
            words=said["words"],
            person_id=int(number) if kind == "person" else None,
            invitation_id=int(number) if kind == "invitation" else None,
            newcomer=Newcomer(full_name=said["full_name"], email=said["email"]) if kind == NEW else None,
        )
