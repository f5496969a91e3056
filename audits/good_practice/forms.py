"""What a school writes of its good practice, what a checker says, and what somebody looks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from audits.good_practice.models import GoodPractice
from audits.good_practice.types import Asked, PracticePage, PracticeWords
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import GovukForm, Radios, WordsField
from lscp_portal.ui.free_text import FreeTextForm

NO_CHILD = "No names, initials or other details of a child, and no names of staff."
NONE = ("", "None")
Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # section -> (code, words)


class PracticeForm(FreeTextForm):
    """One good practice. choices: the indicators of the school's audit, by section."""

    read = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label="What is it, in one line?",
        help_text="For example, “Every visitor meets the safeguarding lead’s card at the gate”.",
        max_length=120,
        validators=[refuse_child_details],
    )
    first = forms.ChoiceField(label="Which indicator is it about?")
    second = forms.ChoiceField(label="A second one", required=False)
    third = forms.ChoiceField(label="A third one", required=False)
    what = WordsField(
        label="What you do",
        help_text=f"So that another school could do it too: who, what, when. {NO_CHILD}",
        max_words=300,
        rows=8,
        validators=[refuse_child_details],
    )
    works = WordsField(
        label="How you know that it works",
        help_text="What you saw, counted or heard before and after.",
        max_words=200,
        validators=[refuse_child_details],
    )
    advice = WordsField(
        label="What you would tell a school that begins",
        help_text="What it costs, what went wrong at first. Leave it empty when there is nothing.",
        max_words=150,
        required=False,
        validators=[refuse_child_details],
    )
    contact_role = forms.CharField(
        label="Whom others may ask",
        help_text="A role, such as “Deputy head”. Nobody’s name.",
        max_length=80,
        validators=[refuse_child_details],
    )
    contact_email = forms.EmailField(
        label="E-mail address for questions",
        help_text="Of an office or a role, not of one person. Only schools and staff of your partnership see it.",
    )

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        self._topics = {code: words for _section, lines in choices for code, words in lines}
        self.fields["first"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
        for name in ("second", "third"):
            self.fields[name].choices = [NONE, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The same indicator is named once."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name in ("first", "second", "third"):
            code = said.get(name)
            if code and code in seen:
                self.add_error(name, "You chose this one already")
            seen.add(code or "")
        return said

    def words(self) -> PracticeWords:
        """What was typed."""
        said = self.cleaned_data
        codes = [said[name] for name in ("first", "second", "third") if said[name]]
        names = ("title", "what", "works", "advice", "contact_role", "contact_email")
        texts = {name: said[name].replace("\r\n", "\n") for name in names}
        return PracticeWords(codes=codes, topics=[self._topics[code] for code in codes], **texts)


def initial_of(page: PracticePage) -> dict[str, Any]:
    """What the form of a change begins with."""
    names = ("title", "what", "works", "advice", "contact_role", "contact_email")
    places = dict(zip(("first", "second", "third"), page.codes, strict=False))
    return {name: getattr(page, name) for name in names} | places | {"read": page.revision}


class CheckForm(FreeTextForm):
    """How somebody of the partnership knows that it is so."""

    how = forms.ChoiceField(
        label="How do you know that the school does this?",
        choices=GoodPractice.How.choices,
        widget=Radios(),
    )
    words = forms.CharField(
        label="Words to the school",
        help_text="Optional. The head and the chair read them before they agree.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )


class ReasonForm(FreeTextForm):
    """Words that go with a step back."""

    words = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_child_details],
    )

    def __init__(self, *args: Any, label: str, hint: str, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["words"].label, self.fields["words"].help_text = label, hint


class SearchForm(GovukForm):
    """Among what is shared. codes, phases: what there is to choose from."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    indicator = forms.ChoiceField(label="Indicator", required=False)
    phase = forms.ChoiceField(label="Phase", required=False)

    def __init__(self, asked: Mapping[str, Any], *, codes: Sequence[tuple[str, str]], phases: Sequence[str]) -> None:
        super().__init__(asked)
        self.fields["indicator"].choices = [("", "Any"), *codes]  # type: ignore[attr-defined]
        self.fields["phase"].choices = [("", "Any"), *((phase, phase) for phase in phases)]  # type: ignore[attr-defined]


def asked_of(sent: Mapping[str, str]) -> Asked:
    """What an address asks for. Anything is allowed: what is unknown finds nothing."""
    words = " ".join(sent.get("q", "").replace("\x00", " ").split())[:100]
    return Asked(words=words, code=sent.get("indicator", "").upper()[:8], phase=sent.get("phase", "")[:40])
