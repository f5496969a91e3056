"""What a lead types about a case and its steps: text to values and back."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.corrections.forms import codes_typed
from audits.escalation.models import CaseStep
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.forms import DateField, GovukForm, Radios, WordsField, sized
from lscp_portal.ui.free_text import FreeTextForm
from lscp_portal.workflow import Blocker


def words(label: str, hint: str, *, most: int, missing: str, required: bool = True, rows: int = 4) -> WordsField:
    """A box for words that is read for child details."""
    return sized(
        WordsField(
            label=label,
            help_text=hint,
            max_words=most,
            rows=rows,
            required=required,
            error_messages={"required": missing},
            validators=[refuse_child_details],
        ),
        "s",
    )


def say_what_is_wrong(form: GovukForm, found: Sequence[Blocker]) -> None:
    """A refusal stands at the box it is about, and else at the top."""
    for blocker in found:
        form.add_error(blocker.code if blocker.code in form.fields else None, blocker.sentence)


class CaseStartForm(FreeTextForm):
    """The letter to chair and head. version: of the copy on the page."""

    missing = words(
        "What is missing?",
        "Chair and head read it in the letter. Say what you need in order to answer the return. Name no child.",
        most=300,
        rows=7,
        missing="Say what is missing",
    )
    codes = sized(
        forms.CharField(
            label="Which answers may be changed?",
            help_text="Their codes. Those that the criteria rest on are filled in; add others.",
            max_length=1200,
            error_messages={"required": "Enter the codes of the answers to mend, such as LG2"},
        ),
        "s",
    )
    support = words(
        "Who helps the school?",
        "The name of a role, such as the adviser for schools; a telephone number or e-mail address; what they do, and "
        "how to book it. Where the portal asks about a telephone number, tick that it is about no child.",
        most=100,
        missing="Name who helps the school",
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def clean_codes(self) -> list[str]:
        """Codes in capitals, each once, in the order typed."""
        return codes_typed(self.cleaned_data["codes"])


class CaseEndForm(FreeTextForm):
    """Why a case is resolved or stopped."""

    why = words(
        "Why?",
        "Chair, head and safeguarding lead read it. It stays on record.",
        most=150,
        missing="Say why: the school reads it",
    )


class CaseResolveForm(CaseEndForm):
    """The same, about the version that was on the page."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class CaseStepForm(FreeTextForm):
    """A step beyond the school. Its fields are those of types.Proposal."""

    addressee = forms.ChoiceField(
        label="Whom do you write to?",
        choices=CaseStep.To.choices,
        widget=Radios(),
        error_messages={"required": "Choose whom you write to"},
    )
    organisation = sized(
        forms.CharField(
            label="Which organisation?",
            help_text="By name, such as the council or the trust.",
            max_length=200,
            error_messages={"required": "Name the organisation"},
            validators=[refuse_child_details],
        ),
        "s",
    )
    reason = words("Why is this step needed?", "It is in the letter.", most=200, missing="Say why this step is needed")
    shared = words(
        "What are they told?",
        "It is in the letter. What was found about the return and what was offered; never about a child or family.",
        most=300,
        rows=6,
        missing="Say what they are told",
    )
    out_of_order_why = words(
        "If the department comes first: why?",
        "Trust, local authority or diocese come before the department or a regulator, unless there is a reason.",
        most=100,
        rows=3,
        required=False,
        missing="",
    )


class StepTakenForm(GovukForm):
    """When the letter went out."""

    taken_on = DateField(label="On which day did the letter go out?", help_text="Today, or a day before.")


class StepWithdrawnForm(FreeTextForm):
    """Why a step is taken back."""

    why = words(
        "Why is the step withdrawn?",
        "It stays on record. If the letter has gone out, tell the organisation too.",
        most=100,
        rows=3,
        missing="Say why the step is withdrawn",
    )


def start_values(codes: Sequence[str], version: int) -> dict[str, Any]:
    """What a fresh form begins with."""
    return {"codes": ", ".join(codes), "version": version}
