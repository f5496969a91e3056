"""Workflows: the whole life of one kind of record as one table of transitions."""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied

Policy = Callable[[Any, Any], bool]
Rule = Callable[[Any], Iterable["Blocker"]]


class Turn(enum.StrEnum):
    """Who has to act next. Queues, reminders and the public clock read this and nothing else."""

    SCHOOL = "school"
    PARTNERSHIP = "partnership"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why a transition cannot be made now, in a sentence the person can act on.

    places: (section, code) of each answer it is about, for pages that link there; () for the whole record.
    field: the control of such an answer that mends it, "" for none. short: the sentence without the codes it lists.
    """

    code: str
    sentence: str
    places: tuple[tuple[str, str], ...] = ()
    field: str = ""
    short: str = ""


class Refused(Exception):
    """The record is not ready. `blockers` is never empty."""

    def __init__(self, blockers: list[Blocker]) -> None:
        super().__init__(" ".join(blocker.sentence for blocker in blockers))
        self.blockers = blockers


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from some states to another: who may, and what must hold first."""

    name: str
    sources: frozenset[str]
    target: str
    may: Policy
    rules: tuple[Rule, ...] = ()


def transition(name: str, sources: Iterable[str], target: str, may: Policy, *rules: Rule) -> Transition:
    """One row of a workflow's table."""
    return Transition(name, frozenset(map(str, sources)), str(target), may, rules)


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a page: a transition this person may make, and what still stands in its way."""

    name: str
    blockers: Sequence[Blocker]

    @property
    def is_ready(self) -> bool:
        """Nothing stands in the way."""
        return not self.blockers


class Workflow:
    """The whole life of one kind of record. Built at import, and refuses to be built wrong.

    turns: every state and whose turn it is; the first one is where a record begins.
    """

    registered: ClassVar[dict[str, "Workflow"]] = {}

    def __init__(self, name: str, *, turns: Mapping[Any, Turn], transitions: Sequence[Transition]) -> None:
        self.name = name
        self.turns = {str(state): turn for state, turn in turns.items()}
        self.initial = next(iter(self.turns))
        self.transitions = {row.name: row for row in transitions}
        if len(self.transitions) != len(transitions):
            raise ValueError(f"{name}: two transitions share a name.")
        self._refuse_a_wrong_table()
        self.registered[name] = self

    @property
    def arrows(self) -> set[tuple[str, str]]:
        """Every (from, to) pair, and ("", first state) for a new record: what the database's guard is filled with."""
        return {("", self.initial)} | {
            (source, row.target) for row in self.transitions.values() for source in row.sources
        }

    def states(self, turn: Turn) -> frozenset[str]:
        """The states in which it is this side's turn."""
        return frozenset(state for state, whose in self.turns.items() if whose is turn)

    def blockers(self, name: str, record: Any) -> list[Blocker]:
        """Everything that stops `name` now; empty when it can go ahead."""
        row = self.transitions[name]
        if record.state not in row.sources:
            return [
                Blocker(
                    "wrong_state",
                    f"This {self.name} is {record.get_state_display().lower()} now, so this cannot be done.",
                )
            ]
        return [blocker for rule in row.rules for blocker in rule(record)]

    def offers(self, record: Any, actor: Any) -> list[Offer]:
        """The buttons of the page: transitions out of this state that this person may make, ready or not."""
        here = [row for row in self.transitions.values() if record.state in row.sources and row.may(actor, record)]
        return [Offer(row.name, self.blockers(row.name, record)) for row in here]

    def move(self, name: str, record: Any, actor: Any) -> None:
        """Set the state of a row whose lock the caller holds; the caller saves. Raises PermissionDenied, Refused."""
        row = self.transitions[name]
        if not row.may(actor, record):
            raise PermissionDenied(f"{self.name}.{name}")
        if found := self.blockers(name, record):
            raise Refused(found)
        record.state = row.target

    def mermaid(self) -> str:
        """The table as a state diagram for the documentation."""
        lines = [f"  [*] --> {self.initial}"]
        for row in self.transitions.values():
            lines += [f"  {source} --> {row.target}: {row.name}" for source in sorted(row.sources)]
        lines += [f"  {state} --> [*]" for state, turn in self.turns.items() if turn is Turn.NOBODY]
        return "\n".join(["stateDiagram-v2", *lines])

    def _refuse_a_wrong_table(self) -> None:
        named = {state for row in self.transitions.values() for state in (*row.sources, row.target)}
        if unknown := named - self.turns.keys():
            raise ValueError(f"{self.name}: no turn is given for {sorted(unknown)}.")
        reached = {row.target for row in self.transitions.values()} | {self.initial}
        if lost := self.turns.keys() - reached:
            raise ValueError(f"{self.name}: nothing leads to {sorted(lost)}.")
        left = {source for row in self.transitions.values() for source in row.sources}
        if stuck := {state for state, turn in self.turns.items() if turn is not Turn.NOBODY} - left:
            raise ValueError(f"{self.name}: no way out of {sorted(stuck)}.")
