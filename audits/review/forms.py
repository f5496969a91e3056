"""Forms of the review: text to values and back."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from audits.review.interests import KINDS
from audits.review.rules import VIEWS
from audits.review.types import IndicatorPage, QueueFilter, RecommendationEntry, ScoreEntry
from audits.triage.models import Band
from lscp_portal.childdata.confirming import ReadKnown
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, Radios, SearchInput, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm

COMMENT_WORDS = 250
NO_CONFLICT = "none"
NO_CHILD = "No names, initials or other details of a child."


class QueueForm(GovukForm):
    """What the queue shows. A GET form: every view of it has an address of its own."""

    q = forms.CharField(label="School name or URN", required=False, max_length=100, widget=SearchInput)
    state = forms.ChoiceField(label="Show", choices=[(key, words) for key, (words, _states) in VIEWS.items()])
    band = forms.ChoiceField(label="Band", required=False, choices=[("", "Any band"), *Band.choices])
    mine = forms.BooleanField(label="Only what I read or have read", required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def wanted(self, default: str) -> QueueFilter:
        """What was asked for; whatever makes no sense is as if it had not been asked."""
        self.is_valid()
        asked = self.cleaned_data
        return QueueFilter(
            state=asked.get("state") or default,
            band=asked.get("band", ""),
            mine=asked.get("mine", False),
            words=asked.get("q", ""),
            page=asked.get("page") or 1,
        )


class InterestForm(FreeTextForm):
    """The one question: is there a conflict with this school."""

    answer = sized(
        forms.ChoiceField(
            label="Do you have a conflict of interest with this school?",
            choices=[(NO_CONFLICT, "No, I have none"), *((key, f"Yes: {words}") for key, words in KINDS.items())],
            widget=Radios,
        ),
        "m",
    )
    details = forms.CharField(
        label="Anything the LSCP lead should know (optional)",
        help_text=NO_CHILD,
        required=False,
        max_length=200,
        validators=[refuse_child_details],
    )

    def change(self) -> dict[str, str]:
        """The arguments of declare_interest."""
        answer = self.cleaned_data["answer"]
        if answer == NO_CONFLICT:
            return {"conflict": ""}
        return {"conflict": answer, "details": self.cleaned_data["details"]}


class ScoreForm(FreeTextForm):
    """The reader's level and words. Words alone are kept too; a level is chosen before the review is handed in."""

    warns_while_typing = True

    level = sized(forms.ChoiceField(label="Your level", required=False, widget=Radios), "m")
    comment = sized(
        WordsField(
            label="Comment to the school (optional)",
            help_text=f"The school reads this with its feedback. {NO_CHILD}",
            max_words=COMMENT_WORDS,
            required=False,
            validators=[refuse_child_details],
        ),
        "m",
    )
    private_note = sized(
        WordsField(
            label="Private note (optional)",
            help_text=(
                "For readers of this partnership, not for the school. Write it so that you could show it: "
                f"who has a right to see it may ask for it. {NO_CHILD}"
            ),
            max_words=COMMENT_WORDS,
            rows=3,
            required=False,
            validators=[refuse_child_details],
        ),
        "m",
    )
    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    operation_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: IndicatorPage, known: ReadKnown) -> None:  # noqa: ANN401 - Django's
        line = page.line
        words = {"level": line.level, "comment": line.comment, "private_note": line.private_note}
        super().__init__(data, known=known, initial={**words, "read": line.revision, "operation_id": uuid4()})
        level = self.fields["level"]
        level.choices = [(key, word) for key, word, _meaning in page.levels]  # type: ignore[attr-defined] # a ChoiceField
        level.widget.hints = {key: meaning for key, _word, meaning in page.levels}
        for name, key in (("comment", "c"), ("private_note", "n")):
            self.fields[name].widget.attrs["data-key"] = key

    def change(self) -> dict[str, Any]:
        """The arguments of score_indicator."""
        data = self.cleaned_data
        return {
            "entry": ScoreEntry(data["level"], data["comment"], data["private_note"], checked=self.checked),
            "read": data["read"],
            "operation_id": data["operation_id"],
        }

    def clean(self) -> dict[str, Any]:
        """Nothing at all is not saved: that is a button pressed too early."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (kept["level"] or kept["comment"] or kept["private_note"]):
            self.add_error("level", "Choose your level, or write something to come back to.")
        return kept


class ReleaseForm(FreeTextForm):
    """Why somebody gives a return back, if they like."""

    why = WordsField(
        label="Why do you give it back? (optional)",
        help_text=f"The LSCP lead reads it, no school does. For example: no time before the letter is due. {NO_CHILD}",
        max_words=60,
        rows=3,
        required=False,
        validators=[refuse_child_details],
    )


class TakeBackForm(FreeTextForm):
    """Why the lead gives a return back for its reader."""

    why = WordsField(
        label="Why is it taken back?",
        help_text=f"Its reader reads it. Say no more about anybody’s health than that they are away. {NO_CHILD}",
        max_words=60,
        rows=3,
        error_messages={"required": "Say why it is taken back"},
        validators=[refuse_child_details],
    )


class RecommendationForm(FreeTextForm):
    """One thing the school is asked to do."""

    text = WordsField(
        label="What should the school do?",
        help_text=f"One thing, so plain that the school knows when it is done. {NO_CHILD}",
        max_words=150,
        rows=4,
        validators=[refuse_child_details],
    )
    help_from = forms.CharField(
        label="Who can help?",
        help_text="A named source of help, for example the training team of the partnership or a page of guidance.",
        max_length=300,
        validators=[refuse_child_details],
    )
    due_on = DateField(label="Done by", help_text="For example, 12 2 2027.")
    code = forms.ChoiceField(label="Which indicator is it about?", required=False)
    phrase = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own signature
        *,
        codes: list[tuple[str, str]],
        known: ReadKnown,
        code: str = "",
        **taken: Any,  # noqa: ANN401 - first values of boxes, from a phrase of the bank
    ) -> None:
        super().__init__(data, initial={"code": code, **taken}, known=known)
        self.fields["due_on"].earliest = timezone.localdate()  # type: ignore[attr-defined] # a DateField of ours
        self.fields["code"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", "The whole return"),
            *((key, f"{key}: {text[:80]}{'…' if len(text) > 80 else ''}") for key, text in codes),  # noqa: PLR2004
        ]

    def entry(self) -> RecommendationEntry:
        """What the action takes."""
        return RecommendationEntry(**{name: said for name, said in self.cleaned_data.items() if name != "phrase"})
