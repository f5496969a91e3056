"""Whose turn it is while a school mends its return, in the words for each of its people. Runs no query."""

from collections.abc import Collection
from dataclasses import dataclass

from audits.corrections.models import Correction

State = Correction.State
WHOSE = {State.GRANTED: "dsl", State.DSL_SIGNED: "head", State.HEAD_SIGNED: "chair"}
OFFICES = {"dsl": "safeguarding lead", "head": "head", "chair": "chair"}
WAY = {
    State.GRANTED: "Your safeguarding lead changes the answers and signs; then the head signs, then the chair.",
    State.DSL_SIGNED: "Your safeguarding lead has signed. Now the head reads it and signs; then the chair.",
    State.HEAD_SIGNED: "Your safeguarding lead and your head have signed. Now the chair reads it and signs.",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person is told. way: what is done, and what comes next; button: what they do now, "" for nothing."""

    title: str
    way: str
    button: str = ""


def turn_of(state: str, *, roles: Collection[str], has_signed: bool) -> Turn | None:
    """None once nobody at the school is asked any more. roles: held, or lent for signing.

    has_signed: this person's signature stands under the correction; nobody signs twice (signoff.rules).
    """
    step = WHOSE.get(State(state))
    if step is None:
        return None
    way, office = WAY[State(state)], OFFICES[step]
    if has_signed:
        return Turn(f"You have signed; the {office} is next", way)
    if step not in roles:
        return Turn(f"Waiting for the {office}", way)
    if step == "dsl":
        return Turn("Your turn: mend the answers and sign", way, "Mend the return and sign it")
    return Turn("Your turn: sign", way, "Read it and sign")
