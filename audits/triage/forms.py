"""Forms of triage: text to values and back."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from audits.triage.listing import BandFilter
from audits.triage.models import Band, TriageBand
from audits.triage.rulebook import DAYS
from audits.triage.rules import RULES
from audits.triage.signals import DAYS as DAYS_BACK
from audits.triage.signals import WATCHED
from audits.triage.types import Rulebook
from lscp_portal.childdata.confirming import ReadKnown
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Checkboxes, GovukForm, Radios, SearchInput, sized
from lscp_portal.ui.free_text import FreeTextForm

OFF = "off"
MOST = {"per cent": 100, "days": 3650, "working days": 250}
COUNTING = [(one.key, one.title) for one in WATCHED if (one.read or one.is_assurance) and one.key != "none_low"]
REASON = "No names, initials or other details of a child."


def number(label: str, *, most: int, least: int = 1) -> forms.IntegerField:
    """A whole number between two others, with errors that say which."""
    between = f"{label.rstrip('?')}: a whole number from {least} to {most}"
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), between)
    return forms.IntegerField(label=label, min_value=least, max_value=most, error_messages=wrong)


class BandsForm(GovukForm):
    """Which bands the list shows. A GET form: every view of it has an address of its own."""

    q = forms.CharField(label="School name or URN", required=False, max_length=100, widget=SearchInput)
    band = forms.ChoiceField(label="Band", required=False, choices=[("", "Any band"), *Band.choices])
    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "Everything"), (TriageBand.State.PROPOSED, "Waits for a decision"), ("decided", "Decided")],
    )
    cycle = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput)

    def wanted(self) -> BandFilter:
        """What was asked for; whatever makes no sense is as if it had not been asked."""
        self.is_valid()
        asked = self.cleaned_data
        return BandFilter(
            cycle=asked.get("cycle") or 0,
            band=asked.get("band", ""),
            state=asked.get("state", ""),
            words=asked.get("q", ""),
            start=asked.get("start") or 0,
        )


class ConfirmForm(FreeTextForm):
    """The proposal stands."""

    read = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Note (optional)", help_text=REASON, required=False, max_length=1000, validators=[refuse_child_details]
    )


class OverrideForm(FreeTextForm):
    """Another band, and why."""

    read = forms.IntegerField(widget=forms.HiddenInput)
    band = sized(forms.ChoiceField(label="Which band?", choices=Band.choices, widget=Radios), "s")
    reason = forms.CharField(
        label="Why?",
        help_text=f"Others read this later. {REASON}",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_child_details],
    )


class RulesForm(FreeTextForm):
    """All rules on one page. Fields are made from the lists of signals and rules, so that a new one is here as well."""

    read = forms.IntegerField(widget=forms.HiddenInput)
    counts = sized(
        forms.MultipleChoiceField(
            label="Which signals count?",
            help_text="What does not count is still shown to the reader.",
            choices=COUNTING,
            required=False,
            widget=Checkboxes,
        ),
        "m",
    )
    together = number("How many prompts beside weak evidence?", most=10)
    sample = number("Random sample: how many per cent of standard and light schools?", least=10, most=100)
    reason = forms.CharField(
        label="Why do the rules change?",
        help_text=f"Kept beside the new version. {REASON}",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )

    def __init__(self, data: Any = None, *, book: Rulebook, known: ReadKnown) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data, initial=_initial(book), known=known)
        self.book = book
        for one in WATCHED:
            if one.key in book.limits:
                asks = "within how many days?" if one.unit == DAYS_BACK else f"counts from how many {one.unit} on?"
                label = f"{one.title}: {asks}"
                self.fields[f"limit_{one.key}"] = number(label, most=MOST.get(one.unit, 100))
        for rule in RULES:
            bands = [Band.LIGHT] if rule.key == "light" else [Band.PRIORITY, Band.ENHANCED, Band.STANDARD]
            choices = [*((band.value, band.label) for band in bands), (OFF, "Does not apply")]
            self.fields[f"rule_{rule.key}"] = forms.ChoiceField(label=f"{rule.words}", choices=choices)
        for key, words in DAYS.items():
            self.fields[f"days_{key}"] = number(f"{words} how many working days?", most=60)

    def of(self, prefix: str) -> Iterator[BoundField]:
        """The fields whose name begins so, in order."""
        return (self[name] for name in self.fields if name.startswith(prefix))

    @property
    def limits(self) -> list[BoundField]:
        """The fields of limits."""
        return list(self.of("limit_"))

    @property
    def rules(self) -> list[BoundField]:
        """The fields of rules."""
        return list(self.of("rule_"))

    @property
    def days(self) -> list[BoundField]:
        """The fields of response times."""
        return list(self.of("days_"))

    def rulebook(self) -> Rulebook:
        """The rules as typed; what the form does not ask stays as it was."""
        typed = self.cleaned_data
        asked = {key for key, _title in COUNTING}
        rules = {rule.key: typed[f"rule_{rule.key}"] for rule in RULES}
        return Rulebook(
            version=self.book.version,
            limits={key: typed[f"limit_{key}"] for key in self.book.limits},
            uncounted=(self.book.uncounted - asked) | (asked - set(typed["counts"])),
            rules={key: self.book.rules[key] if band == OFF else band for key, band in rules.items()},
            unapplied=frozenset(key for key, band in rules.items() if band == OFF),
            together=typed["together"],
            days={key: typed[f"days_{key}"] for key in DAYS},
            sample=typed["sample"],
        )


def _initial(book: Rulebook) -> dict[str, object]:
    return {
        "read": book.version,
        "counts": [key for key, _title in COUNTING if key not in book.uncounted],
        "together": book.together,
        "sample": book.sample,
        **{f"limit_{key}": limit for key, limit in book.limits.items()},
        **{f"rule_{key}": OFF if key in book.unapplied else band for key, band in book.rules.items()},
        **{f"days_{key}": book.days[key] for key in DAYS},
    }
