"""What a reader asks, and what a school answers: text to values and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from audits.clarification.school_page import SchoolRound
from audits.clarification.types import AnswerEntry
from lscp_portal.childdata.confirming import ReadKnown
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm
from lscp_portal.workflow import Blocker

QUESTION_WORDS, ANSWER_WORDS, LONGEST = 100, 250, 80


class QuestionForm(FreeTextForm):
    """One question."""

    code = forms.ChoiceField(label="What is it about?", required=False)
    text = sized(
        WordsField(
            label="What do you want to know?",
            help_text="One thing, so plain that a few sentences answer it. Ask for no child’s details.",
            max_words=QUESTION_WORDS,
            rows=4,
            error_messages={"required": "Write the question"},
            validators=[refuse_child_details],
        ),
        "s",
    )

    def __init__(
        self, data: Any = None, *, codes: list[tuple[str, str]], known: ReadKnown, code: str = "", text: str = ""  # noqa: ANN401 - Django's own signature
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"code": code, "text": text}, known=known)
        self.fields["code"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", "The whole return"),
            *((key, f"{key}: {words[:LONGEST]}{'…' if len(words) > LONGEST else ''}") for key, words in codes),
        ]


class SendForm(GovukForm):
    """Until when the school has time. read: marks the questions on the page."""

    due_on = DateField(label="Answers are due on")
    read = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def show_again(self, read: str) -> None:
        """Whoever sends again has the questions before their eyes that stand now."""
        if self.is_bound:
            self.data = {**self.data.dict(), "read": read}  # type: ignore[attr-defined] # a QueryDict, as bound

    def refuse(self, found: list[Blocker]) -> None:
        """Say what is wrong with the day at its boxes, the rest at the top."""
        for blocker in found:
            self.add_error("due_on" if blocker.code == "due_on" else None, blocker.sentence)

    def say_limits(self, first: date, last: date) -> None:
        """Tell what may be chosen; the rule refuses the rest."""
        self.fields["due_on"].help_text = f"A working day of the school from {first:%-d %B %Y} to {last:%-d %B %Y}."


class WithdrawForm(FreeTextForm):
    """Why no answer is needed any more."""

    reason = sized(
        WordsField(
            label="Why is no answer needed any more?",
            help_text="The school reads it. For example: you found it in another answer.",
            max_words=60,
            rows=3,
            error_messages={"required": "Say why no answer is needed"},
            validators=[refuse_child_details],
        ),
        "s",
    )


class AnswersForm(FreeTextForm):
    """One box for each question that stands, and a piece of evidence to point at where there is one."""

    def __init__(self, data: Any = None, *, page: SchoolRound, known: ReadKnown) -> None:  # noqa: ANN401 - Django's
        super().__init__(data, known=known)
        self.page = page
        self.theirs: Mapping[int, str] = {}
        self.asked = [one for one in page.asked.questions if one.withdrawn_at is None]
        for one in self.asked:
            self.fields[f"text_{one.id}"] = WordsField(
                label=f"Your answer to question {one.number}",
                help_text="Name no child.",
                max_words=ANSWER_WORDS,
                rows=5,
                required=False,
                initial=one.answer,
                validators=[refuse_child_details],
            )
            self.fields[f"read_{one.id}"] = forms.IntegerField(
                min_value=0, initial=one.revision, widget=forms.HiddenInput
            )
            if choices := page.evidence.get(one.id):
                self.fields[f"evidence_{one.id}"] = forms.TypedChoiceField(
                    label=f"Which evidence of your return shows it? (question {one.number}, optional)",
                    choices=[("", "None in particular"), *choices],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=one.evidence_id,
                )

    def entries(self) -> dict[int, AnswerEntry]:
        """The arguments of save_answers and send_answers."""
        said = self.cleaned_data
        return {
            one.id: AnswerEntry(
                text=said[f"text_{one.id}"],
                evidence_id=said.get(f"evidence_{one.id}"),
                read=said[f"read_{one.id}"],
            )
            for one in self.asked
        }

    def refuse(self, found: list[Blocker]) -> None:
        """Say what is missing at its box, the rest at the top."""
        boxes = {str(one.number): f"text_{one.id}" for one in self.asked}
        for blocker in found:
            self.add_error(boxes.get(blocker.field), blocker.sentence)

    def take_over(self, page: SchoolRound, theirs: Mapping[int, str]) -> None:
        """Show what somebody else saved beside what was typed here; who saves now has seen both."""
        now = {f"read_{one.id}": str(one.revision) for one in page.asked.questions}
        self.data = {**self.data.dict(), **now}  # type: ignore[attr-defined] # a QueryDict, as bound
        for one in page.asked.questions:
            if one.id in theirs:
                self.add_error(
                    f"text_{one.id}",
                    f"Question {one.number} was answered in another window. Nothing is lost: what stands there is "
                    "above the box, what you typed is in it. Save again to keep yours.",
                )
        self.theirs = theirs

    @property
    def boxes(self) -> list[Mapping[str, Any]]:
        """The questions in order, each with its fields."""
        return [
            {
                "one": one,
                "theirs": self.theirs.get(one.id, ""),
                "said": self.page.said.get(one.code, ""),
                "text": self[f"text_{one.id}"] if f"text_{one.id}" in self.fields else None,
                "read": self[f"read_{one.id}"] if f"read_{one.id}" in self.fields else None,
                "evidence": self[f"evidence_{one.id}"] if f"evidence_{one.id}" in self.fields else None,
            }
            for one in self.page.asked.questions
        ]
