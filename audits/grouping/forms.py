"""Dates of groups, dividing schools into them, and arranging schools."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.cycles.models import Mode
from audits.grouping.queries import NONE
from audits.grouping.types import Division, GroupDates, GroupingPage, Order, SchoolFilter
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, Radios, SearchInput
from lscp_portal.ui.free_text import FreeTextForm

BY = [
    ("size", "In groups of about the same size, by name"),
    ("phase", "One group for each phase"),
    ("authority", "One group for each local authority"),
    ("trust", "One group for each trust"),
]


class GroupForm(GovukForm):
    """One group."""

    name = forms.CharField(label="Name", max_length=60, help_text="For example Secondary schools, or Group 2")
    opens_on = DateField(label="Opening date", help_text="The group opens by itself on this day")
    due_on = DateField(label="Due date", help_text="When its schools hand in at the latest")

    def clean(self) -> dict[str, Any]:
        """Due after opening."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("opens_on") and said.get("due_on") and said["due_on"] <= said["opens_on"]:
            self.add_error("due_on", "Due date must be after the opening date")
        return said

    def dates(self) -> GroupDates:
        """What was typed."""
        return GroupDates(**{name: self.cleaned_data[name] for name in ("name", "opens_on", "due_on")})


class DivideForm(GovukForm):
    """How the schools are divided, and when each group's turn comes."""

    by = forms.ChoiceField(label="How do you want to divide the schools?", choices=BY, widget=Radios())
    number = forms.IntegerField(
        label="How many groups", help_text="For groups of the same size", min_value=2, max_value=12, initial=3
    )
    opens_on = DateField(label="Opening date of the first group")
    weeks_apart = forms.IntegerField(label="Weeks from one group to the next", min_value=0, max_value=26, initial=6)
    weeks_each = forms.IntegerField(label="Weeks each group has to hand in", min_value=1, max_value=40, initial=8)

    def division(self) -> Division:
        """What was typed."""
        return Division(**self.cleaned_data)


class SchoolFilterForm(GovukForm):
    """A GET form. What cannot be understood is left out of the search, not refused."""

    q = forms.CharField(
        label="School", help_text="Name, town, postcode or URN", required=False, max_length=100, widget=SearchInput
    )
    phase = forms.ChoiceField(label="Phase", required=False)
    la = forms.ChoiceField(label="Local authority", required=False)
    trust = forms.ChoiceField(label="Trust", required=False)
    group = forms.ChoiceField(label="Group", required=False)
    how = forms.ChoiceField(
        label="How it is asked",
        required=False,
        choices=[("", "All"), ("different", "In another mode than the cycle’s"), ("not_asked", "Not asked this year")],
    )
    start = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def offer(self, page: GroupingPage) -> None:
        """Fill the lists with what the cycle has."""
        groups = [(str(group.id), group.name) for group in page.groups]
        self._fill("phase", [(phase, phase) for phase in page.phases])
        self._fill("la", page.authorities)
        self._fill("trust", page.trusts)
        self._fill("group", [*groups, (NONE, "In no group")])

    def wanted(self) -> SchoolFilter:
        """What was asked for, as it was typed: an unknown value finds nothing."""
        said = {
            name: str(self.data.get(name, "")).strip()[:100] for name in ("q", "phase", "la", "trust", "group", "how")
        }
        start = str(self.data.get("start", ""))
        return SchoolFilter(
            words=said["q"],
            phase=said["phase"],
            la_code=said["la"],
            trust_uid=said["trust"],
            group=said["group"],
            how=said["how"],
            start=int(start) if start.isascii() and start.isdecimal() and len(start) < len("1000000") else 0,
        )

    def _fill(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "All"), *choices]  # type: ignore[attr-defined]


class OrderForm(FreeTextForm):
    """What is done with the chosen schools."""

    what = forms.ChoiceField(label="What should happen with the chosen schools?", widget=Radios())
    into = forms.ChoiceField(label="Group", required=False)
    mode = forms.ChoiceField(label="Kind of audit", required=False)
    reason = forms.CharField(
        label="Why", help_text="For a kind of audit of their own, or for not asking. The schools read it",
        max_length=300, required=False, validators=[refuse_child_details],
    )  # fmt: skip

    def __init__(self, *args: Any, page: GroupingPage, has_sections: bool, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        modes = [choice for choice in Mode.choices if has_sections or choice[0] != Mode.DEEP_DIVE]
        groups = [(str(group.id), group.name) for group in page.groups if not group.is_open or not page.is_planned]
        whats = [("group", "Put them into a group")] if groups else []
        whats += [
            ("mode", "Ask them in another kind of audit"),
            ("not_asked", "Do not ask them this year"),
            ("by_rule", "Ask them as the cycle’s rule says"),
        ]
        self.fields["what"].choices = whats  # type: ignore[attr-defined]
        self.fields["into"].choices = [("", "Choose a group"), *groups, ("0", "No group")]  # type: ignore[attr-defined]
        self.fields["mode"].choices = [("", "Choose a kind"), *modes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was chosen has what it needs."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("what") == "group" and not said.get("into") and "into" not in self.errors:
            self.add_error("into", "Choose the group")
        if said.get("what") == "mode" and not said.get("mode") and "mode" not in self.errors:
            self.add_error("mode", "Choose the kind of audit")
        if said.get("what") in {"mode", "not_asked"} and not said.get("reason"):
            self.add_error("reason", "Say why: the schools read it")
        return said

    def order(self) -> Order:
        """What was chosen; what does not belong to it is left out."""
        said, what = self.cleaned_data, self.cleaned_data["what"]
        return Order(
            what=what,
            group_id=int(said["into"]) if what == "group" else 0,
            mode=said["mode"] if what == "mode" else "",
            reason=said["reason"] if what in {"mode", "not_asked"} else "",
        )
