"""A section, an indicator, a place, as forms."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.frameworks.editor.types import IndicatorEntry, SectionEntry
from audits.frameworks.models import Tier
from audits.frameworks.scales import setting_model_of
from audits.frameworks.wording.applies import CONDITIONS, AppliesFields, initial_of
from audits.frameworks.wording.forms import SettingsForm
from lscp_portal.ui.forms import Checkboxes, GovukForm, Radios

SPARE_REFERENCES = 3
MOST_REFERENCES = 40
AT_FIELD = {"critical": "is_critical", "refs": "document_1"}  # key of a file -> field, where the names differ
ENDINGS = str.maketrans({"\r": None})


class SectionForm(SettingsForm):
    """A section's words."""

    title = forms.CharField(label="Title", max_length=160)
    why = forms.CharField(
        label="Why it matters, in one sentence", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    code = forms.CharField(
        label="Code", max_length=4, required=False,
        help_text="Up to four capital letters or digits. Leave it blank and we make one from the title.",
    )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        if not is_new:
            del self.fields["code"]

    def entry(self) -> SectionEntry:
        """What was typed."""
        said = self.cleaned_data
        return SectionEntry(title=said["title"], why=said["why"].translate(ENDINGS))


class IndicatorForm(AppliesFields, SettingsForm):
    """An indicator, with its references as pairs of a document and a part."""

    text = forms.CharField(
        label="What should be true of the school?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    why = forms.CharField(
        label="Why it matters", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    looks_like = forms.CharField(
        label="What good looks like", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.CharField(
        label="Good evidence", help_text="What a school can point to. Not a list of what to upload.", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    tier = forms.ChoiceField(label="How often is it asked?", choices=Tier.choices, widget=Radios())
    is_critical = forms.BooleanField(
        label="It is critical", help_text="A school that does not have it in place is contacted.", required=False
    )
    allow_na = forms.BooleanField(label="A school may say that it does not apply, with a reason", required=False)
    audience = forms.MultipleChoiceField(label="Who can tell whether it is true?", widget=Checkboxes())
    code = forms.CharField(
        label="Code", max_length=8, help_text="It begins with the code of its section and is never given again."
    )
    field_order = ("code", "text", "why", "looks_like", "evidence")

    def __init__(self, *args: Any, settings: dict[str, Any], is_new: bool, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **more)
        if not is_new:
            del self.fields["code"]
        self.offer(setting_model_of(settings))
        self.fields["tier"].widget.hints = settings["tier_meaning"]
        self.fields["audience"].choices = list(settings["audiences"].items())  # type: ignore[attr-defined]
        self.number = self._add_references(settings["documents"])

    @classmethod
    def initial_of(cls, entry: IndicatorEntry) -> dict[str, Any]:
        """What the fields hold for an indicator that is kept."""
        said: dict[str, Any] = {**entry.values(), **initial_of(entry.applies), "references": len(entry.references)}
        for number, reference in enumerate(entry.references, start=1):
            said[f"document_{number}"], _space, said[f"part_{number}"] = reference.partition(" ")
        return said

    @property
    def references(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each reference: document and part."""
        return [(self[f"document_{number}"], self[f"part_{number}"]) for number in range(1, self.number + 1)]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What is said of the indicator, before its references."""
        later = {field.name for pair in self.references for field in pair} | {"applies", *CONDITIONS}
        return [field for field in self.visible_fields() if field.name not in later]

    @property
    def applies_fields(self) -> list[forms.BoundField]:
        """For which schools it is."""
        return [self[name] for name in ("applies", *CONDITIONS)]

    def clean(self) -> dict[str, Any]:
        """A part needs its document; conditions need “only some”."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, self.number + 1):
            if said.get(f"part_{number}") and not said.get(f"document_{number}"):
                self.add_error(f"document_{number}", "Choose the document that this part is of")
        self.check_applies(said)
        return said

    def entry(self) -> IndicatorEntry:
        """What was typed."""
        said = {
            name: value.translate(ENDINGS) if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        pairs = [(said[f"document_{number}"], said[f"part_{number}"]) for number in range(1, self.number + 1)]
        return IndicatorEntry(
            **{name: said[name] for name in ("text", "why", "looks_like", "evidence", "tier")},
            is_critical=bool(said["is_critical"]),
            allow_na=bool(said["allow_na"]),
            audience=tuple(said["audience"]),
            references=tuple(dict.fromkeys(f"{document} {part}".strip() for document, part in pairs if document)),
            applies=self.applies_to(),
        )

    def field_named(self, key: str) -> str | None:
        """The field for a key of a file."""
        return super().field_named(AT_FIELD.get(key, key))

    def _add_references(self, documents: dict[str, Any]) -> int:
        known = [("", "No document"), *((key, f"{key}: {document['title']}") for key, document in documents.items())]
        sent = sum(name.startswith("document_") for name in self.data) if self.is_bound else 0
        number = min(sent or int(self.initial.get("references") or 0) + SPARE_REFERENCES, MOST_REFERENCES)
        for each in range(1, number + 1):
            document = forms.ChoiceField(label=f"Document {each}", choices=known, required=False)
            part = forms.CharField(label=f"Part or paragraph of document {each}", max_length=60, required=False)
            for field, name in ((document, f"document_{each}"), (part, f"part_{each}")):
                self.fields[name] = field
        return number


class MoveForm(GovukForm):
    """Where an indicator or a section shall stand."""

    section = forms.ChoiceField(label="Section", required=False)
    position = forms.IntegerField(
        label="Place", min_value=1, max_value=999, help_text="1 is the first. A number beyond the end means the end."
    )

    def __init__(self, *args: Any, sections: Sequence[tuple[str, str]] = (), **more: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **more)
        if sections:
            self.fields["section"].choices = sections  # type: ignore[attr-defined]
            self.fields["section"].required = True
        else:
            del self.fields["section"]
