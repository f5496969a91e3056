"""Forms of the letter."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.feedback.models import FeedbackRating, RecommendationAnswer
from audits.feedback.types import LetterRecommendation, Words
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import Radios, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm

NO_CHILD = "No names, initials or other details of a child."


class DraftForm(FreeTextForm):
    """The words of the letter. Either part may wait: what is missing is asked for before the letter is issued."""

    opening = sized(
        WordsField(
            label="Opening",
            help_text=f"Say thank you, what you read and how you see the school as a whole. {NO_CHILD}",
            max_words=300,
            rows=6,
            required=False,
            validators=[refuse_child_details],
        ),
        "m",
    )
    strengths = sized(
        WordsField(
            label="Strengths",
            help_text=f"At least one thing the school does well, with what shows it. {NO_CHILD}",
            max_words=300,
            rows=6,
            required=False,
            validators=[refuse_child_details],
        ),
        "m",
    )
    read = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def words(self) -> Words:
        """What the action takes."""
        return Words(opening=self.cleaned_data["opening"], strengths=self.cleaned_data["strengths"])


class AcknowledgementForm(FreeTextForm):
    """The school's own words, and what it says to each recommendation. asked: those of the letter, in its order."""

    def __init__(self, *args: Any, asked: Sequence[LetterRecommendation], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.asked = asked
        for number, row in enumerate(asked, start=1):
            self.fields[f"answer_{row.pk}"] = forms.ChoiceField(
                label=f"Recommendation {number}: do you accept it?",
                help_text=row.text,
                choices=RecommendationAnswer.Answer.choices,
                widget=Radios(),
                error_messages={"required": f"Say whether you accept recommendation {number}"},
            )
            self.fields[f"reason_{row.pk}"] = sized(
                WordsField(
                    label=f"Why not, or not all of recommendation {number}?",
                    help_text=f"Needed when you do not accept it as it stands. {NO_CHILD}",
                    max_words=80,
                    rows=2,
                    required=False,
                    validators=[refuse_child_details],
                ),
                "s",
            )
        self.fields["words"] = WordsField(
            label="What the school says to this",
            help_text=f"For example who will do what next, or where you see it differently. {NO_CHILD}",
            max_words=300,
            error_messages={"required": "Say what the school says to this"},
            validators=[refuse_child_details],
        )

    def clean(self) -> dict[str, Any]:
        """What is not accepted as it stands has a reason."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for number, row in enumerate(self.asked, start=1):
            answer, reason = said.get(f"answer_{row.pk}"), f"reason_{row.pk}"
            if (
                answer
                and answer != RecommendationAnswer.Answer.ACCEPT
                and not said.get(reason)
                and reason not in self.errors
            ):
                self.add_error(reason, f"Say why you do not accept recommendation {number} as it stands")
        return said

    def answers(self) -> dict[int, tuple[str, str]]:
        """What the action takes. A reason beside “we accept it” is kept too."""
        said = self.cleaned_data
        return {row.pk: (said[f"answer_{row.pk}"], said[f"reason_{row.pk}"]) for row in self.asked}


class RatingForm(FreeTextForm):
    """How much the letter helped."""

    is_clear = forms.ChoiceField(
        label="Was it clear what you are asked to do?",
        choices=FeedbackRating.Helped.choices,
        widget=Radios(inline=True),
    )
    is_fair = forms.ChoiceField(
        label="Was it fair to what you sent?",
        choices=FeedbackRating.Helped.choices,
        widget=Radios(inline=True),
    )
    is_useful = forms.ChoiceField(
        label="Will it help you keep children safer?",
        choices=FeedbackRating.Helped.choices,
        widget=Radios(inline=True),
    )
    words = WordsField(
        label="What should the partnership do differently?",
        help_text=f"Leave it empty when there is nothing. {NO_CHILD}",
        max_words=150,
        rows=3,
        required=False,
        validators=[refuse_child_details],
    )
