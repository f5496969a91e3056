"""What second readers, moderators and leads type: text to values and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from audits.moderation.listing import SecondFilter
from audits.moderation.models import SecondReading
from audits.moderation.types import AgainLine, AgainSection, Difference, SecondEntry, Settled
from audits.review.rules import levels_for
from lscp_portal.childdata.confirming import ReadKnown
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import GovukForm, Radios, SearchInput, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm
from lscp_portal.workflow import Blocker

COMMENT_WORDS, REASON_WORDS, WHY_WORDS = 60, 150, 100
NO_CHILD = "No names, initials or other details of a child."
Levels = Sequence[tuple[str, str, str]]


class SecondsForm(GovukForm):
    """Which second readings the list shows. A GET form: every view of it has an address of its own."""

    q = forms.CharField(label="School name or URN", required=False, max_length=100, widget=SearchInput)
    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("open", "Everything that is open"), *SecondReading.State.choices, ("all", "Everything")],
    )
    mine = forms.BooleanField(label="Only what I read again", required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def wanted(self) -> SecondFilter:
        """What was asked for; whatever makes no sense is as if it had not been asked."""
        self.is_valid()
        asked = self.cleaned_data
        return SecondFilter(
            state=asked.get("state") or "open",
            words=asked.get("q", ""),
            mine=asked.get("mine", False),
            page=asked.get("page") or 1,
        )


class AgainForm(FreeTextForm):
    """One section of a second reading: for each indicator a level and a word of comment. Half of it may be kept."""

    def __init__(self, data: Any = None, *, section: AgainSection, levels: Levels, known: ReadKnown) -> None:  # noqa: ANN401 - Django's
        super().__init__(data, known=known)
        self.section = section
        for line in section.lines:
            self.fields |= _fields_of(line, levels)

    def entries(self) -> dict[str, SecondEntry]:
        """The argument of save_second_scores."""
        said = self.cleaned_data
        return {
            line.code: SecondEntry(
                level=said[f"level_{line.indicator_id}"],
                comment=said[f"comment_{line.indicator_id}"],
                read=said[f"read_{line.indicator_id}"],
            )
            for line in self.section.lines
        }

    def refuse(self, found: Sequence[Blocker]) -> None:
        """Say what is wrong at its box, the rest at the top."""
        for blocker in found:
            self.add_error(blocker.field if blocker.field in self.fields else None, blocker.sentence)

    def take_over(self, section: AgainSection, codes: Sequence[str]) -> None:
        """Show what another window kept beside what was typed here; who saves now has seen both."""
        now = {f"read_{line.indicator_id}": str(line.revision) for line in section.lines}
        self.data = {**self.data.dict(), **now}  # type: ignore[attr-defined] # a QueryDict, as bound
        self.section = section
        for line in section.lines:
            if line.code in codes:
                kept = f"Kept there: {line.comment}" if line.comment else "No comment is kept there."
                self.add_error(
                    f"comment_{line.indicator_id}",
                    f"You changed {line.code} in another window. {kept} Save again to keep what stands here.",
                )

    @property
    def boxes(self) -> list[Mapping[str, Any]]:
        """The indicators in order, each with its fields."""
        return [
            {
                "line": line,
                "level": self[f"level_{line.indicator_id}"],
                "comment": self[f"comment_{line.indicator_id}"],
                "read": self[f"read_{line.indicator_id}"],
            }
            for line in self.section.lines
        ]


class AgreeForm(FreeTextForm):
    """The level that counts, and why."""

    level = sized(
        forms.ChoiceField(label="Agreed level", widget=Radios, error_messages={"required": "Choose the agreed level"}),
        "m",
    )
    reason = sized(
        WordsField(
            label="Why this level?",
            help_text=f"Both readers, the LSCP lead and the scrutineer read it. The school does not. {NO_CHILD}",
            max_words=REASON_WORDS,
            rows=4,
            error_messages={"required": "Say why this level is agreed"},
            validators=[refuse_child_details],
        ),
        "s",
    )
    comment = sized(
        WordsField(
            label="Comment to the school (optional)",
            help_text=f"In the letter instead of the first reader’s comment, which stays without one. {NO_CHILD}",
            max_words=250,
            rows=4,
            required=False,
            validators=[refuse_child_details],
        ),
        "s",
    )

    def __init__(self, data: Any = None, *, one: Difference, levels: Levels, known: ReadKnown) -> None:  # noqa: ANN401 - Django's
        last = one.words[0] if one.words else None
        initial = {"level": last.level, "reason": last.reason, "comment": last.comment} if last else {}
        super().__init__(data, initial=initial, known=known)
        self.fields["level"].choices = _choices(levels, allow_na=one.allow_na)  # type: ignore[attr-defined] # a ChoiceField

    def settled(self) -> Settled:
        """The argument of agree_level."""
        return Settled(**self.cleaned_data)

    def refuse(self, found: Sequence[Blocker]) -> None:
        """Say what is wrong at its box, the rest at the top."""
        for blocker in found:
            self.add_error(blocker.field if blocker.field in self.fields else None, blocker.sentence)


class WaiveForm(FreeTextForm):
    """Why nobody reads this return again."""

    reason = sized(
        WordsField(
            label="Why is the second reading waived?",
            help_text=f"It is kept, and the independent scrutineer reads it. {NO_CHILD}",
            max_words=WHY_WORDS,
            rows=4,
            error_messages={"required": "Say why the second reading is waived"},
            validators=[refuse_child_details],
        ),
        "s",
    )


class FinishForm(GovukForm):
    """Closing the conversation. is_outside: asked for where the band is priority."""

    is_outside = forms.BooleanField(label="I do not work for the local authority", required=False)


def _fields_of(line: AgainLine, levels: Levels) -> dict[str, forms.Field]:
    key = line.indicator_id
    level = forms.ChoiceField(
        label=f"Your level for {line.code}",
        choices=_choices(levels, allow_na=line.allow_na),
        required=False,
        widget=Radios,
        initial=line.level,
    )
    comment = WordsField(
        label=f"A word on {line.code} (optional)",
        max_words=COMMENT_WORDS,
        rows=2,
        required=False,
        initial=line.comment,
        validators=[refuse_child_details],
    )
    return {
        f"level_{key}": sized(level, "s"),
        f"comment_{key}": comment,
        f"read_{key}": forms.IntegerField(min_value=0, initial=line.revision, widget=forms.HiddenInput),
    }


def _choices(levels: Levels, *, allow_na: bool) -> list[tuple[str, str]]:
    allowed = levels_for(allow_na=allow_na)
    return [(key, word) for key, word, _meaning in levels if key in allowed]
