"""What somebody puts into the bank, and what they look for in it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.phrases.models import LONGEST_WAIT, Phrase
from audits.phrases.types import BankFilter, PhraseEntry, PhraseRow
from lscp_portal.childdata.confirming import ReadKnown
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import GovukForm, SearchInput, WordsField
from lscp_portal.ui.free_text import FreeTextForm
from lscp_portal.workflow import Blocker

LONGEST = 80
NO_ONE = "No child and no school is named: every reader sees it beside other returns."
Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # section -> (about, words)


class CommentPhraseForm(FreeTextForm):
    """A comment. choices: the indicators it can be about; None when that is settled."""

    kind = Phrase.Kind.COMMENT
    about = forms.ChoiceField(label="Which indicator is it about?")
    text = WordsField(label="The phrase", help_text=NO_ONE, max_words=120, rows=4, validators=[refuse_child_details])
    read = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, known: ReadKnown, choices: Choices | None = None, **initial: Any  # noqa: ANN401 - Django's own signature
    ) -> None:  # fmt: skip
        super().__init__(data, known=known, initial=initial)
        if choices is None:
            del self.fields["about"]
            return
        self.fields["about"].required = False
        self.fields["about"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", "Any indicator"),
            *((title, [(key, _short(words)) for key, words in rows]) for title, rows in choices),
        ]

    @classmethod
    def of(cls, row: PhraseRow, data: Any = None, *, known: ReadKnown) -> "CommentPhraseForm":  # noqa: ANN401 - Django's
        """A form of the phrase that stands, to change it."""
        return cls(data, known=known, text=row.text, help_from=row.help_from, workdays=row.workdays, read=row.revision)

    def entry(self) -> PhraseEntry:
        """What the actions take."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "read"}
        return PhraseEntry(kind=str(self.kind), **said)

    def refuse(self, found: list[Blocker]) -> None:
        """Say what is wrong at its box, the rest at the top."""
        for blocker in found:
            self.add_error(blocker.field if blocker.field in self.fields else None, blocker.sentence)


class RecommendationPhraseForm(CommentPhraseForm):
    """A recommendation, with who can help and by when."""

    kind = Phrase.Kind.RECOMMENDATION
    help_from = forms.CharField(
        label="Who can help?",
        help_text="A named source of help, for example the local authority’s education safeguarding team.",
        max_length=300,
        validators=[refuse_child_details],
    )
    workdays = forms.IntegerField(
        label="In how many working days of the school is it due?",
        help_text="Counted from the day on which it is written; 60 are about one term.",
        min_value=1,
        max_value=LONGEST_WAIT,
        error_messages={
            "min_value": f"Enter a number between 1 and {LONGEST_WAIT}",
            "max_value": f"Enter a number between 1 and {LONGEST_WAIT}",
            "invalid": "Enter a number of working days, for example 60",
        },
    )


FORMS: dict[str, type[CommentPhraseForm]] = {
    Phrase.Kind.COMMENT: CommentPhraseForm,
    Phrase.Kind.RECOMMENDATION: RecommendationPhraseForm,
}


class BankForm(GovukForm):
    """What the bank shows. A GET form: every view of it has an address of its own."""

    q = forms.CharField(label="Words or a code", required=False, max_length=100, widget=SearchInput)
    section = forms.ChoiceField(label="Section", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Both kinds"), *Phrase.Kind.choices])
    retired = forms.BooleanField(label="Only retired ones", required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sections: Sequence[tuple[str, str]] = (), **options: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **options)
        self.fields["section"].choices = [("", "All sections"), *sections]  # type: ignore[attr-defined] # a ChoiceField


def wanted_of(sent: Any) -> BankFilter:  # noqa: ANN401 - a QueryDict
    """What was asked for; whatever makes no sense is as if it had not been asked."""
    form = BankForm(sent, sections=[(sent.get("section", "")[:4], "")])
    form.is_valid()
    asked = form.cleaned_data
    return BankFilter(
        words=asked.get("q", ""),
        section=asked.get("section", ""),
        kind=asked.get("kind", ""),
        retired=asked.get("retired", False),
        page=asked.get("page") or 1,
    )


def _short(words: str) -> str:
    return f"{words[:LONGEST]}…" if len(words) > LONGEST else words
