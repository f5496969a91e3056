"""Cases in words, for every page that shows one: the letter, where it stands, its steps, what happened."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from audits.corrections.models import Correction
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.escalation.pages import Button, LetterShown, StepShown, button
from audits.escalation.transitions import CASE, CASE_STEP
from audits.escalation.types import criteria_of
from lscp_portal.accounts.queries import GONE
from lscp_portal.tenancy.actor import Actor

State = PoorQualityCase.State


def letter_of(case: PoorQualityCase, correction: Correction | None) -> LetterShown:
    """The letter as it went to chair and head. No query: the case comes with audit, cycle and school."""
    return LetterShown(
        school=case.school.name,
        cycle=case.audit.cycle.name,
        written_on=case.started_at,
        signed_by=case.signed_name,
        due_on=case.due_on,
        missing=case.missing,
        support=case.support,
        met=[one for one in criteria_of(case.found) if one.is_met],
        codes=correction.codes if correction else (),
    )


def standing_of(case: PoorQualityCase) -> str:
    """Where it stands, in a sentence."""
    due = f"{case.due_on:%-d %B %Y}"
    if case.state == State.STARTED:
        is_over = case.due_on < timezone.localdate()
        return f"The school had until {due} and has not signed again." if is_over else f"With the school until {due}."
    return {
        State.RESUBMITTED: "The school has signed its return again. The LSCP lead looks at it.",
        State.STEPPED_UP: "It has been taken beyond the school.",
        State.RESOLVED: "Resolved: the return as signed again is accepted.",
        State.STOPPED: "Stopped by the LSCP lead.",
    }[State(case.state)]


def steps_shown(
    steps: Sequence[CaseStep], case: PoorQualityCase, names: dict[int, str], actor: Actor | None
) -> list[StepShown]:
    """Steps in words. actor: whose buttons are shown, None for nobody's. No query."""
    found = []
    for step in steps:
        step.case = case
        offers = CASE_STEP.offers(step, actor) if actor else ()
        found.append(
            StepShown(
                id=step.pk,
                addressee=step.get_addressee_display(),
                organisation=step.organisation,
                reason=step.reason,
                shared=step.shared,
                out_of_order_why=step.out_of_order_why,
                state=step.state,
                state_words=step.get_state_display(),
                proposed_by=names.get(step.proposed_by_id, GONE),
                proposed_at=step.proposed_at,
                confirmed_by=names.get(step.confirmed_by_id, GONE) if step.confirmed_by_id else "",
                confirmed_at=step.confirmed_at,
                taken_on=step.taken_on,
                withdrawn_at=step.withdrawn_at,
                withdrawn_why=step.withdrawn_why,
                buttons={offer.name: button(offer.name, offer.blockers) for offer in offers},
                is_own=actor is not None and actor.person_id == step.proposed_by_id,
            )
        )
    return found


def timeline(
    case: PoorQualityCase, steps: Sequence[CaseStep], names: dict[int, str]
) -> list[tuple[datetime | date, str]]:
    """What has happened, day by day. names: person id -> name."""
    lines: list[tuple[date, datetime | date, str]] = []

    def line(when: datetime | date | None, words: str) -> None:
        if when is not None:
            lines.append((timezone.localdate(when) if isinstance(when, datetime) else when, when, words))

    line(case.started_at, f"{case.signed_name} wrote to chair and head")
    line(case.resubmitted_at, "The chair signed the mended return")
    for step in steps:
        who = step.get_addressee_display()
        line(step.proposed_at, f"{names.get(step.proposed_by_id, GONE)} proposed a step. {who}: {step.organisation}")
        if step.confirmed_by_id:
            line(step.confirmed_at, f"{names.get(step.confirmed_by_id, GONE)} confirmed it ({step.organisation})")
        line(step.taken_on, f"The letter went out ({step.organisation})")
        line(step.withdrawn_at, f"The step was withdrawn ({step.organisation}): {step.withdrawn_why}")
    line(case.ended_at, f"{case.get_state_display()}: {case.ended_why}")
    return [(when, words) for _day, when, words in sorted(lines, key=lambda entry: entry[0])]


def buttons(case: PoorQualityCase, actor: Actor) -> dict[str, Button]:
    """What this person may do with the case. One query for the steps that wait, for each way to end it."""
    offers = {offer.name: button(offer.name, offer.blockers) for offer in CASE.offers(case, actor)}
    if further := offers.pop("step_up", None):
        offers["propose"] = Button("propose", further.in_the_way)
    return offers
