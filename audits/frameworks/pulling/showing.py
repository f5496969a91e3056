"""A question of the page beside its controls, so that a template need not look for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audits.frameworks.pulling.forms import PullForm
from audits.frameworks.pulling.queries import Asked, PulledThing


@dataclass(frozen=True, slots=True)
class Control:
    """A question, its choice and, where it may be written anew, the box for it."""

    asked: Asked
    choice: Any
    box: Any | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing and its controls."""

    thing: PulledThing
    controls: Sequence[Control]


def shown(things: Sequence[PulledThing], form: PullForm) -> list[Shown]:
    """The things in order, each with the fields of its questions."""
    return [
        Shown(
            thing,
            [
                Control(
                    asked,
                    form[f"q{asked.number}"],
                    form[f"q{asked.number}_text"] if asked.question.may_edit else None,
                )
                for asked in thing.asked
            ],
        )
        for thing in things
    ]
