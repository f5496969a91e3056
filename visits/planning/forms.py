"""Text to values for visits."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from lscp_portal.calendar.working_days import is_working_day
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, Radios, WordsField
from lscp_portal.ui.free_text import FreeTextForm
from visits.planning.models import TeamMember, Visit
from visits.planning.types import Candidate, Member, VisitPlan

SEATS = (1, 2, 3)
ENTERED_WITHIN = timedelta(days=31)
AGENCIES = [("", "Choose an agency"), *TeamMember.Agency.choices]


class PlanForm(FreeTextForm):
    """A visit: day, time, why, what for, and two or three people, the first of whom leads."""

    visit_on = DateField(
        label="Day of the visit", help_text="A working day, ten working days from now or later unless it is urgent"
    )
    starts_at = forms.TimeField(
        label="Time of arrival",
        help_text="For example 09:15",
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I%p", "%I.%M%p"],
        error_messages={"invalid": "Enter the time as hours and minutes, for example 09:15"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    reason = forms.ChoiceField(label="Why this school is visited", choices=Visit.Reason.choices, widget=Radios)
    purpose = WordsField(
        label="What the team will look at",
        help_text="The school reads these words. For example: how staff record concerns, and the walk with pupils",
        max_words=150,
        rows=4,
        validators=[refuse_child_details],
    )
    person_1 = forms.TypedChoiceField(label="Lead of the visit", coerce=int, widget=forms.Select)
    agency_1 = forms.ChoiceField(label="Agency of the lead", choices=AGENCIES, widget=forms.Select)
    person_2 = forms.TypedChoiceField(label="Second member", coerce=int, widget=forms.Select)
    agency_2 = forms.ChoiceField(label="Agency of the second member", choices=AGENCIES, widget=forms.Select)
    person_3 = forms.TypedChoiceField(
        label="Third member (optional)", coerce=int, required=False, empty_value=None, widget=forms.Select
    )
    agency_3 = forms.ChoiceField(
        label="Agency of the third member", choices=AGENCIES, required=False, widget=forms.Select
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        # an urgent visit may be agreed by telephone and entered after it
        self.fields["visit_on"].earliest = timezone.localdate() - ENTERED_WITHIN  # type: ignore[attr-defined]
        free = [("", "Choose a person"), *((one.person_id, one.name) for one in candidates if not one.is_conflicted)]
        for seat in SEATS:
            self.fields[f"person_{seat}"].choices = free  # type: ignore[attr-defined] # a TypedChoiceField

    def clean_visit_on(self) -> Any:  # noqa: ANN401 - a date
        """Weekends and bank holidays are refused at the box itself."""
        day = self.cleaned_data["visit_on"]
        if not is_working_day(day):
            raise forms.ValidationError("Choose a working day: this is a weekend day or a bank holiday")
        return day

    def clean(self) -> dict[str, Any]:
        """What only shows when the whole team is known."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("person_3") and not values.get("agency_3"):
            self.add_error("agency_3", "Choose the agency of the third member")
        people = [values[f"person_{seat}"] for seat in SEATS if values.get(f"person_{seat}")]
        if len(people) != len(set(people)):
            self.add_error("person_2", "Choose each person once")
        agencies = {values.get(f"agency_{seat}") for seat in SEATS if values.get(f"person_{seat}")} - {"", None}
        if agencies and (TeamMember.Agency.EDUCATION not in agencies or len(agencies) == 1):
            self.add_error("agency_2", "The team needs somebody from education and somebody from another agency")
        return values

    def plan(self) -> VisitPlan:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        team = [
            Member(person_id=values[f"person_{seat}"], agency=values[f"agency_{seat}"], leads=seat == 1)
            for seat in SEATS
            if values[f"person_{seat}"]
        ]
        return VisitPlan(**{name: values[name] for name in ("visit_on", "starts_at", "reason", "purpose")}, team=team)


class CancelForm(FreeTextForm):
    """Why a visit is called off."""

    reason = forms.CharField(
        label="Why is the visit cancelled?",
        help_text="The school and the team read this",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )
