"""Keeping the register, moving references, and recording checks."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from audits.frameworks.references.models import ReferenceCheck
from audits.frameworks.references.types import CheckFilter, DocumentFacts, Move, Use
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, Radios
from lscp_portal.ui.free_text import FreeTextForm

KEY = RegexValidator(r"^[A-Z][A-Z0-9]*\Z", "Use capitals and numbers only, for example KCSIE27")
LONGEST_REFERENCE = 80


class DocumentForm(FreeTextForm):
    """The facts of one edition. Its key is shown, not changed: references begin with it."""

    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = forms.CharField(label="Title", max_length=240)
    publisher = forms.CharField(label="Who publishes it", max_length=120, required=False)
    edition = forms.CharField(
        label="Version or edition", max_length=80, required=False, help_text="For example, September 2027"
    )
    published = DateField(label="Published", required=False, help_text="For example, 1 7 2027")
    in_force = DateField(label="In force from", required=False, help_text="For example, 1 9 2027")
    web_address = forms.URLField(
        label="Web address", max_length=300, required=False, assume_scheme="https",
        help_text="Of the official page, beginning with https://",
    )  # fmt: skip
    note = forms.CharField(
        label="Note", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, which parts are in force", validators=[refuse_child_details],
    )  # fmt: skip

    def facts(self, key: str) -> DocumentFacts:
        """What was typed."""
        said = {name: self.cleaned_data[name] for name in DocumentFacts.__slots__ if name != "key"}
        return DocumentFacts(key=key, **said)


class NewDocumentForm(DocumentForm):
    """A document or an edition that the register does not have yet."""

    key = forms.CharField(
        label="Short key", max_length=20, validators=[KEY],
        help_text="References begin with it; it cannot be changed later. For example, KCSIE27",
    )  # fmt: skip
    field_order = ("read", "key")


class MoveForm(GovukForm):
    """Which references of one draft go to the new edition, and how each is to read there."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, uses: Sequence[Use], new_key: str, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        self._uses = uses
        self._new_key = new_key
        for number, use in enumerate(uses):
            self.fields[f"take_{number}"] = forms.BooleanField(label=f"Move {use.code}", required=False)
            self.fields[f"new_{number}"] = forms.CharField(
                label=f"New reference of {use.code}", required=False, max_length=LONGEST_REFERENCE,
                initial=f"{new_key} {use.rest}".strip(),
            )  # fmt: skip

    def lines(self) -> list[tuple[Use, forms.BoundField, forms.BoundField]]:
        """Each use with its box to tick and its box to write in."""
        return [(use, self[f"take_{number}"], self[f"new_{number}"]) for number, use in enumerate(self._uses)]

    @property
    def takes_all(self) -> bool:
        """Whether the button for all of them was pressed."""
        return self.data.get("which") == "all"

    def clean(self) -> dict[str, Any]:
        """Something is chosen, and what is chosen begins with the new key."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [number for number in range(len(self._uses)) if self.takes_all or said.get(f"take_{number}")]
        if not chosen:
            self.add_error(None, "Tick at least one reference, or move all of them")
        for number in chosen:
            words = said.get(f"new_{number}", "")
            if words.partition(" ")[0] != self._new_key:
                code = self._uses[number].code
                self.add_error(f"new_{number}", f"Begin the new reference of {code} with {self._new_key}")
        said["chosen"] = chosen
        return said

    def moves(self) -> list[Move]:
        """What was chosen."""
        said = self.cleaned_data
        return [
            Move(self._uses[number].indicator_id, self._uses[number].reference, said[f"new_{number}"])
            for number in said["chosen"]
        ]

    def chosen(self) -> list[tuple[Use, str]]:
        """What was chosen, for the page that asks once more."""
        said = self.cleaned_data
        return [(self._uses[number], said[f"new_{number}"]) for number in said["chosen"]]


class CheckForm(FreeTextForm):
    """What came of looking one reference up."""

    reference = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_REFERENCE)
    outcome = forms.ChoiceField(label="What did you find?", choices=ReferenceCheck.Outcome, widget=Radios())
    note = forms.CharField(
        label="Note", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What changed, or where it went: schools read it. You can leave it blank when it is still right",
        validators=[refuse_child_details],
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A change is described."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("outcome") not in {None, ReferenceCheck.Outcome.RIGHT} and not said.get("note"):
            self.add_error("note", "Say what changed, or where it went")
        return said


class CheckFilterForm(GovukForm):
    """A GET form. What cannot be understood is left out, not refused."""

    show = forms.ChoiceField(
        label="Show", required=False,
        choices=[("due", "What is due"), ("all", "Everything"), *ReferenceCheck.Outcome.choices],
    )  # fmt: skip
    document = forms.ChoiceField(label="Document", required=False)

    def __init__(self, *args: Any, documents: Sequence[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        choices = [("", "All documents"), *((key, f"{key}: {title}") for key, title in documents)]
        self.fields["document"].choices = choices  # type: ignore[attr-defined]


def wanted_of(asked: Any) -> CheckFilter:  # noqa: ANN401 - the QueryDict of an address
    """What an address asks the list for."""
    shows = {"due", "all", *ReferenceCheck.Outcome.values}
    show = asked.get("show", "")
    return CheckFilter(show if show in shows else "due", asked.get("document", "")[:LONGEST_REFERENCE])


def initial_of(facts: DocumentFacts) -> dict[str, Any]:
    """What the form holds for an edition that is kept."""
    return asdict(facts)
