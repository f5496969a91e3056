"""What is typed about one indicator and about the school. Child details are refused here, before anything is kept."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from audits.answers.models import Level, Strength
from audits.answers.queries import Feature
from audits.answers.rules import field_of, sentence_of
from audits.answers.types import WORDING, Entry
from audits.frameworks.definition import RatingScale
from audits.frameworks.scoring import SECURE, RatingProblem
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, Radios, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm

LEVELS_DOWN = (Level.EMBEDDED, Level.SECURE, Level.PARTLY, Level.NOT_IN_PLACE, Level.NOT_CHECKED)


def clean_lines(text: str) -> str:
    """Browsers send line ends as two characters; one is kept, so that equal texts are equal."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class AnswerForm(FreeTextForm):
    """One answer. Nothing is required, so that half an answer can be kept; signing asks for the rest.

    The scale's own words are put in by `in_words_of` when the form is drawn; reading a sent form needs none.
    """

    offers_secure = False
    warns_while_typing = True
    audit = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    operation_id = forms.UUIDField(widget=forms.HiddenInput)
    level = forms.ChoiceField(label="How far is this in place?", choices=Level, required=False, widget=Radios)
    strength = forms.TypedChoiceField(
        label="How do you know?",
        help_text="The strongest kind of evidence you have.",
        choices=Strength,
        coerce=int,
        empty_value=None,
        required=False,
        widget=Radios,
    )
    how_we_know = sized(
        WordsField(
            label="What shows it",
            help_text="What you looked at and where it is kept. Counts and roles only, never anybody’s name.",
            max_words=300,
            required=False,
            validators=[refuse_child_details],
        ),
        "s",
    )
    action = sized(
        WordsField(
            label="What you will do",
            help_text="Needed when the level is “Not in place” or “Partly in place”.",
            max_words=150,
            rows=3,
            required=False,
            validators=[refuse_child_details],
        ),
        "s",
    )
    action_owner = sized(
        forms.CharField(
            label="Who will do it",
            help_text="A role, such as deputy head.",
            max_length=120,
            required=False,
            validators=[refuse_child_details],
        ),
        "s",
    )
    action_due_on = sized(DateField(label="By when", help_text="For example, 31 3 2027.", required=False), "s")

    def clean_how_we_know(self) -> str:
        return clean_lines(self.cleaned_data["how_we_know"])

    def clean_action(self) -> str:
        return clean_lines(self.cleaned_data["action"])

    def change(self) -> dict[str, Any]:
        """What `save_answer` takes."""
        data = self.cleaned_data
        entry = Entry(**{name: data[name] for name in WORDING}, checked=self.checked)
        return {"audit_id": data["audit"], "entry": entry, "read": data["read"], "operation_id": data["operation_id"]}

    def refuse(self, problems: Iterable[RatingProblem]) -> None:
        """Show what the scale refuses at the field it is about."""
        for problem in problems:
            self.add_error(field_of(problem), sentence_of(problem))
            self.offers_secure = self.offers_secure or problem.offer == SECURE

    def in_words_of(self, scale: RatingScale, *, allow_na: bool) -> None:
        """Offer the framework's levels and strengths."""
        offer_scale(self, scale, allow_na=allow_na)


def offer_scale(form: forms.Form, scale: RatingScale, *, allow_na: bool) -> None:
    """Let `level` and `strength` of a form offer what the framework's scale has, with meanings, best level first."""
    meanings = {one.key: (one.label, one.meaning) for one in scale.levels}
    meanings |= {one.key: (one.label, one.meaning) for one in scale.special}
    offered = [*LEVELS_DOWN, *([Level.NOT_APPLICABLE] if allow_na else [])]
    level, strength = form.fields["level"], form.fields["strength"]
    level.choices = [(key.value, meanings[key.value][0]) for key in offered]  # type: ignore[attr-defined]
    level.widget.hints = {key.value: meanings[key.value][1] for key in offered}
    strength.choices = [(one.value, one.label) for one in scale.strengths]  # type: ignore[attr-defined]
    strength.widget.hints = {str(one.value): one.meaning for one in scale.strengths}


def answer_initial(audit_id: int, said: Entry | None, read: int) -> dict[str, Any]:
    """What a fresh form holds, with an operation id of its own."""
    words = {name: getattr(said, name) for name in WORDING} if said else {}
    return {**words, "audit": audit_id, "read": read, "operation_id": uuid.uuid4()}


class ProfileForm(GovukForm):
    """Yes or no for everything the framework has the school confirm."""

    audit = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, features: Sequence[Feature], **options: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **options)
        self.features = features
        for feature in features:
            self.fields[feature.key] = forms.TypedChoiceField(
                label=feature.meaning,
                help_text="The national register says so." if feature.derived else "",
                choices=[("yes", "Yes"), ("no", "No")],
                coerce=lambda word: word == "yes",
                widget=Radios(inline=True),
                error_messages={"required": f"Answer yes or no: {feature.meaning}"},
            )
            answer = True if feature.answer is None and feature.derived else feature.answer
            self.initial.setdefault(feature.key, {True: "yes", False: "no", None: None}[answer])

    @property
    def answers(self) -> dict[str, bool]:
        """Feature -> yes or no."""
        return {feature.key: self.cleaned_data[feature.key] for feature in self.features}

    def refuse_removal(self, features: Iterable[str]) -> None:
        """Say why a feature that the register knows cannot be taken away here."""
        for feature in features:
            self.add_error(
                feature,
                "The national register says that this applies to you. Saying no would hide indicators, so it needs the "
                "partnership’s agreement. Answer yes for now and ask the partnership, and correct the register if it "
                "is wrong.",
            )
