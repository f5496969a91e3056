"""Looking for schools, and keeping what one looked for."""

from typing import Any

from django import forms

from lscp_portal.ui.forms import GovukForm, SearchInput
from reports.schools.queries import NO_TRUST, UNCLEAR, stage_choices
from reports.schools.types import Choices, SchoolFilter
from schools.register.models import School
from schools.register.queries import LEFT
from schools.register.rules import PHASES

Words = list[tuple[str, str]]
ANY: Words = [("", "All")]
NAMES = {"q": "words", "type": "kind"}  # as the address says it -> as SchoolFilter does
CONTACTS: Words = [("gap", "Somebody is missing"), ("mail", "Mail does not arrive")]
ORDERS: Words = [("name", "Name"), ("stage", "Stage"), ("due", "Due date")]


class SchoolFilterForm(GovukForm):
    """A GET form. What cannot be understood is left out of the search, not refused."""

    q = forms.CharField(
        label="School", help_text="Name, town, postcode or URN", required=False, max_length=100, widget=SearchInput
    )
    stage = forms.ChoiceField(label="Stage", required=False)
    contact = forms.ChoiceField(label="People", required=False, choices=[*ANY, *CONTACTS])
    phase = forms.ChoiceField(label="Phase", required=False, choices=[*ANY, *((word, word) for word in PHASES)])
    type = forms.CharField(label="Type", required=False, max_length=80, widget=forms.Select)
    trust = forms.CharField(label="Trust", required=False, max_length=12, widget=forms.Select)
    governance = forms.CharField(label="Governance", required=False, max_length=30, widget=forms.Select)
    feature = forms.CharField(label="Feature", required=False, max_length=30, widget=forms.Select)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[*ANY, *School.Status.choices, (LEFT, "Left the area")]
    )
    order = forms.ChoiceField(label="Sorted by", required=False, choices=ORDERS)
    start = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Choices | None = None, **options: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **options)
        offered = choices or Choices()
        stage = self.fields["stage"]
        stage.choices = [*ANY, *stage_choices()]  # type: ignore[attr-defined] # a ChoiceField
        self._offer("type", offered.kinds)
        self._offer("trust", [(NO_TRUST, "In no trust"), *offered.trusts])
        self._offer("governance", [*offered.governances, (UNCLEAR, "To be decided")])
        self._offer("feature", offered.features)

    def _offer(self, name: str, choices: Any) -> None:  # noqa: ANN401 - pairs of any sequence
        self.fields[name].widget.choices = [*ANY, *choices]

    def wanted(self) -> SchoolFilter:
        """What was asked for."""
        self.full_clean()
        said: dict[str, Any] = self.cleaned_data
        start = said.pop("start", None) or 0
        return SchoolFilter(start=start, **{NAMES.get(name, name): value or "" for name, value in said.items()})


class ViewForm(GovukForm):
    """A name for what the list shows now."""

    name = forms.CharField(
        label="Name of the view", help_text="For example “Primary schools without a chair”", max_length=60
    )
    is_shared = forms.BooleanField(label="Everybody in the partnership may use it", required=False)
    is_default = forms.BooleanField(label="Open the list with it when I come", required=False)
