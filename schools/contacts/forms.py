"""What is typed about a school's people."""

from typing import Any

from django import forms
from django.utils import timezone

from lscp_portal.accounts.rules import LONGEST_TERM
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, SearchInput
from lscp_portal.ui.free_text import FreeTextForm
from schools.contacts.rules import SIGNING
from schools.contacts.types import STANDING_WORDS, WHY_WORDS, ContactFilter


class RepairForm(FreeTextForm):
    """The base of forms that a school fills in about itself and the partnership only to repair, with a reason."""

    reason = forms.CharField(
        label="Why does the partnership do this?",
        help_text="The school reads it. Usually schools keep their own people.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )

    def __init__(self, *args: Any, asks_why: bool, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        if not asks_why:
            del self.fields["reason"]

    @property
    def why(self) -> str:
        """Why; "" where nobody asked."""
        return str(self.cleaned_data.get("reason", ""))


class ConfirmForm(RepairForm):
    """The list as the page shows it."""

    sha256 = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)


class VacancyForm(RepairForm):
    """Since when nobody holds a role."""

    since = DateField(label="Vacant since", help_text="For example 1 9 2026")
    field_order = ("since", "reason")


class DetailsForm(RepairForm):
    """What can be changed of somebody's role where it stands."""

    phone = forms.CharField(label="Telephone number in this role", max_length=40, required=False)
    ends_on = DateField(
        label="Last day of the term of office", help_text="Leave it empty when no end is agreed", required=False
    )
    field_order = ("phone", "ends_on", "reason")

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        ends_on: Any = self.fields["ends_on"]
        ends_on.latest = timezone.localdate() + LONGEST_TERM


class ReplaceForm(RepairForm):
    """Another person, or the same one at the right address."""

    full_name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(label="E-mail address", help_text="Their own work address, never a shared one")
    field_order = ("full_name", "email", "reason")


class ContactFilterForm(GovukForm):
    """A GET form. What cannot be understood is left out of the search, not refused."""

    q = forms.CharField(label="School", help_text="Name, town, postcode or URN", required=False, widget=SearchInput)
    role = forms.ChoiceField(
        label="Nobody can be reached as", required=False,
        choices=[("", "Any signatory"), *((role.value, role.label) for role in SIGNING)],
    )  # fmt: skip
    why = forms.ChoiceField(
        label="Because",
        required=False,
        choices=[("", "Any reason"), *((why.value, words) for why, words in WHY_WORDS.items())],
    )
    standing = forms.ChoiceField(
        label="List of people", required=False,
        choices=[("", "Any"), *((one.value, words) for one, words in STANDING_WORDS.items())],
    )  # fmt: skip
    everybody = forms.BooleanField(label="Schools without a gap too", required=False)
    start = forms.IntegerField(required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput)

    def wanted(self) -> ContactFilter:
        """What was asked for."""
        self.full_clean()
        said: dict[str, Any] = self.cleaned_data
        return ContactFilter(
            words=said.get("q", ""),
            role=said.get("role", ""),
            why=said.get("why", ""),
            standing=said.get("standing", ""),
            all_schools=bool(said.get("everybody")),
            start=said.get("start") or 0,
        )
