"""What a school plans and says, and what somebody else says of it: text to values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from audits.improvement.types import Asked, Plan
from lscp_portal.childdata.confirming import ReadKnown
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm
from lscp_portal.workflow import Blocker

LONGEST = 80
NO_CHILD = "No names, initials or other details of a child."
Indicators = Sequence[tuple[int, str, str, bool]]  # id, code, text, critical


def choices_of(indicators: Indicators) -> list[tuple[str, str]]:
    """The indicators for a select box, cut to a line."""
    lines = [
        (str(key), f"{code}: {text[:LONGEST]}{'…' if len(text) > LONGEST else ''}{' (critical)' if critical else ''}")
        for key, code, text, critical in indicators
    ]
    return [("", "None in particular"), *lines]


class ReasonedForm(FreeTextForm):
    """A form whose action may refuse it."""

    def refuse(self, found: list[Blocker]) -> None:
        """Say what is wrong at its box, the rest at the top."""
        for blocker in found:
            self.add_error(blocker.field if blocker.field in self.fields else None, blocker.sentence)


class PlanForm(ReasonedForm):
    """Who does it, and by when. asks_why: a later date needs a reason, which the partnership reads."""

    owner = forms.TypedChoiceField(
        label="Who does it?", coerce=int, empty_value=None, required=False, choices=(),
        help_text="Whoever owns it never verifies it: somebody else looks.",
    )  # fmt: skip
    owner_words = forms.CharField(
        label="Or a role, where that person has no account",
        help_text="For example “Site manager”. Nobody’s name. A governor or the partnership verifies it then.",
        max_length=80,
        required=False,
        validators=[refuse_child_details],
    )
    due_on = DateField(label="By when?")
    later_why = sized(
        WordsField(
            label="Why does it take longer?",
            help_text="Only where the date is later than it was. The partnership reads it.",
            max_words=80,
            rows=3,
            required=False,
            validators=[refuse_child_details],
        ),
        "s",
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own signature
        *,
        people: Sequence[tuple[int, str]],
        known: ReadKnown,
        initial: dict[str, Any],
        asks_why: bool = True,
    ) -> None:
        super().__init__(data, initial=initial, known=known)
        self.fields["owner"].choices = [("", "Nobody with an account"), *people]  # type: ignore[attr-defined]
        if not asks_why:
            del self.fields["later_why"]

    def clean(self) -> dict[str, Any]:
        """A person or a role, not both and not neither."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("owner") and said.get("owner_words"):
            self.add_error("owner_words", "Choose a person or name a role, not both")
        elif not said.get("owner") and not said.get("owner_words") and "owner_words" not in self.errors:
            self.add_error("owner", "Say who does it: choose a person, or name a role")
        return said

    def plan(self) -> Plan:
        """What the action takes."""
        said = self.cleaned_data
        return Plan(
            due_on=said["due_on"],
            owner_id=said["owner"],
            owner_words=said["owner_words"],
            later_why=said.get("later_why", ""),
        )


class AddForm(PlanForm):
    """Something for the school's own plan."""

    field_order = ("what", "indicator", "owner", "owner_words", "due_on")
    what = WordsField(
        label="What will you do?",
        help_text=f"So plain that somebody else can see whether it is done. {NO_CHILD}",
        max_words=100,
        rows=4,
        error_messages={"required": "Say what you will do"},
        validators=[refuse_child_details],
    )
    indicator = forms.TypedChoiceField(
        label="Which indicator is it about?",
        help_text="What is about a critical indicator is verified by a reviewer of the partnership.",
        coerce=int, empty_value=None, required=False, choices=(),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: Indicators, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, asks_why=False, **options)
        self.fields["indicator"].choices = choices_of(indicators)  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What the action takes."""
        return Asked(what=self.cleaned_data["what"], indicator_id=self.cleaned_data["indicator"])


class AskForm(ReasonedForm):
    """What a school is asked to do after a visit."""

    what = WordsField(
        label="What is the school asked to do?",
        help_text=f"So plain that somebody else can see whether it is done. {NO_CHILD}",
        max_words=100,
        rows=4,
        error_messages={"required": "Say what the school is asked to do"},
        validators=[refuse_child_details],
    )
    indicator = forms.TypedChoiceField(
        label="Which indicator is it about?", coerce=int, empty_value=None, required=False, choices=()
    )
    help_from = forms.CharField(
        label="Who can help?",
        help_text="A named source of help, such as a service or a guide",
        max_length=300,
        validators=[refuse_child_details],
    )
    due_on = DateField(
        label="By when? (optional)",
        help_text="Empty: in 20 working days of the school for a critical indicator, otherwise in 60",
        required=False,
    )

    def __init__(self, data: Any = None, *, indicators: Indicators, known: ReadKnown) -> None:  # noqa: ANN401
        super().__init__(data, known=known)
        self.fields["indicator"].choices = choices_of(indicators)  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What the action takes, but the date."""
        said = self.cleaned_data
        return Asked(what=said["what"], indicator_id=said["indicator"], help_from=said["help_from"])

    def due(self) -> date | None:
        """The date, or None for the usual one."""
        due_on: date | None = self.cleaned_data["due_on"]
        return due_on


class StepForm(ReasonedForm):
    """Words that go with a step."""

    words = WordsField(max_words=150, rows=5, validators=[refuse_child_details])

    def __init__(self, data: Any = None, *, known: ReadKnown, label: str, hint: str, words: str = "") -> None:  # noqa: ANN401
        super().__init__(data, known=known, initial={"words": words})
        box = self.fields["words"]
        box.label, box.help_text = label, hint
        box.error_messages["required"] = f"Answer: {label[0].lower()}{label[1:]}"
