"""Planning a cycle, and looking for audits in one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from audits.cycles.models import Mode, academic_year
from audits.cycles.types import AuditFilter, CyclePlan
from audits.frameworks.types import FrameworkChoice
from audits.lifecycle.models import Audit
from lscp_portal.ui.forms import Checkboxes, DateField, GovukForm, Radios, SearchInput

SEPTEMBER = 9


class PlanForm(GovukForm):
    """A new cycle with one of the partnership's frameworks."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="Schools and the public see it, for example Full audit 2026/27"
    )
    year = forms.TypedChoiceField(label="Academic year", coerce=int)
    mode = forms.ChoiceField(label="Kind of audit", widget=Radios())
    section_codes = forms.MultipleChoiceField(
        label="Sections", help_text="For a deep dive only", required=False, widget=Checkboxes()
    )
    new_schools_full = forms.BooleanField(
        label="A school that has never handed in a full audit here gets a full audit",
        help_text="Also in a light year or a deep dive. You see which schools these are before you open the cycle",
        required=False,
        initial=True,
    )
    opens_on = DateField(label="Opening date", help_text="When you mean to open it, for example 14 9 2026")
    due_on = DateField(label="Due date", help_text="When schools hand in at the latest, for example 18 12 2026")

    def __init__(self, *args: Any, choice: FrameworkChoice, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self.choice = choice
        modes = [mode for mode in choice.modes if mode[0] in Mode.values]
        self._field("year").choices = years(timezone.localdate())
        self._field("mode").choices = [(key, words) for key, words, _meaning in modes]
        self._field("mode").widget.hints = {key: meaning for key, _words, meaning in modes}
        self._field("section_codes").choices = [(code, f"{code}: {title}") for code, title in choice.sections]

    def _field(self, name: str) -> Any:  # noqa: ANN401 - a choice field, which the stubs do not know here
        return self.fields[name]

    @property
    def shows_sections(self) -> bool:
        """Whether the list of sections is needed open: something is chosen there, or wrong."""
        return bool(self["section_codes"].errors or self["section_codes"].value())

    def clean(self) -> dict[str, Any]:
        """Due after opening; sections for a deep dive and for nothing else."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        opens_on, due_on = said.get("opens_on"), said.get("due_on")
        if opens_on and due_on and due_on <= opens_on:
            self.add_error("due_on", "Due date must be after the opening date")
        is_deep_dive = said.get("mode") == Mode.DEEP_DIVE
        if is_deep_dive and not said.get("section_codes") and "section_codes" not in self.errors:
            self.add_error("section_codes", "Choose at least one section for a deep dive")
        if said.get("mode") and not is_deep_dive and said.get("section_codes"):
            self.add_error("section_codes", "Only a deep dive asks chosen sections: choose a deep dive, or no sections")
        return said

    def plan(self) -> CyclePlan:
        """What was typed."""
        said = self.cleaned_data
        return CyclePlan(
            framework_id=self.choice.id,
            name=said["name"],
            year=said["year"],
            mode=said["mode"],
            section_codes=tuple(said["section_codes"]),
            opens_on=said["opens_on"],
            due_on=said["due_on"],
            new_schools_full=said["new_schools_full"],
        )


def years(today: date) -> list[tuple[int, str]]:
    """The academic years that can be planned: last one, this one and the next two."""
    this = today.year if today.month >= SEPTEMBER else today.year - 1
    return [(year, academic_year(year)) for year in range(this - 1, this + 3)]


class AuditFilterForm(GovukForm):
    """A GET form. What cannot be understood is left out of the search, not refused."""

    q = forms.CharField(
        label="School", help_text="Name, town, postcode or URN", required=False, max_length=100, widget=SearchInput
    )
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *Audit.State.choices])
    group = forms.ChoiceField(label="Group", required=False)
    late = forms.BooleanField(label="Late ones only", required=False)
    start = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Sequence[tuple[int, str]] = (), **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self.fields["group"].choices = [("", "All"), *((str(key), name) for key, name in groups)]  # type: ignore[attr-defined]

    def wanted(self) -> AuditFilter:
        """What was asked for."""
        self.full_clean()
        said: dict[str, Any] = self.cleaned_data
        return AuditFilter(
            words=said.get("q", ""),
            state=said.get("state", ""),
            group=int(said.get("group") or 0),
            is_late=bool(said.get("late")),
            start=said.get("start") or 0,
        )
