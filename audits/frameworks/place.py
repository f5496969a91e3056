"""Walks through a framework file, value by value, and collects what is wrong with it together with where that is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

LARGEST_FILE = 1_000_000
MOST_LINES = 50
_DEEPEST = 20
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MISSING = object()
Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class DefinitionProblem:
    """One thing wrong with a framework file: where, what, and what to do about it, each as a sentence or place."""

    place: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason} {self.remedy}"


class DefinitionRefused(Exception):
    """The framework cannot be used. `problems` is never empty."""

    def __init__(self, problems: Sequence[DefinitionProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)

    def lines(self) -> list[str]:
        """The first problems as sentences, and how many more there are."""
        more = len(self.problems) - MOST_LINES
        rest = [f"… and {more:,} more. Mend these first."] if more > 0 else []
        return [*map(str, self.problems[:MOST_LINES]), *rest]


class _StrictLoader(_Loader):  # type: ignore[misc] # the C loader where PyYAML was built with it
    """YAML's safe loader, which keeps the second of two equal keys in silence; this one refuses them."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002, YAML's own
        seen = set()
        for key, _value in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value} is there twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)  # type: ignore[no-any-return]


def parse(text: str) -> object:
    """The values of a YAML file. Raises DefinitionRefused: no YAML, too large or deep, with anchors or double keys."""
    if len(text) > LARGEST_FILE:
        _refuse("The file is larger than a million characters.", "Leave out what is not part of the framework.")
    try:
        _refuse_traps(text)
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506, it builds on the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the file"
        _refuse(f"This is not the YAML we expect: {error.problem}.", "Correct that line.", place)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: 2026-13-45 looks like a date to YAML
        _refuse(f"This is not the YAML we expect: {error}.", "Save the file as UTF-8 text and check its dates.")
    return None


def _refuse_traps(text: str) -> None:
    """Stop before a file is built in memory that grows by anchors or breaks the parser by depth."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
            reason = "The file repeats parts by anchors (&, *) or is nested too deep."
            _refuse(
                reason, "Write the values out.", f"line {event.start_mark.line + 1}" if event.start_mark else "the file"
            )


def _refuse(reason: str, remedy: str, place: str = "the file") -> None:
    raise DefinitionRefused([DefinitionProblem(place, reason, remedy)])


class Medium:
    """How a YAML file names its places and is put right. A workbook has cells instead (sheets/places.py)."""

    def where(self, words: tuple[str, ...], steps: Steps) -> str:  # noqa: ARG002 - a workbook goes by the steps
        """The place in words."""
        return ", ".join(words) or "the file"

    def missing(self, place: "Place", key: str) -> None:
        """Say that a key which is needed is not there."""
        place.refuse(f"The key {key} is missing.", "Add it.")

    def unknown(self, place: "Place", key: str, known: Collection[str]) -> None:
        """Say that a key is one too many."""
        place.refuse(f"The key {key} is not known here.", f"Remove it, or use one of: {', '.join(known)}.")

    def remedy(self, wanted: str, remedy: str) -> str:  # noqa: ARG002 - a workbook says what is wanted
        """How to write what is wanted."""
        return remedy


YAML = Medium()


class Place:
    """One value of the file and where it stands. What is wrong goes to `problems`; the reader gets a harmless value.

    A key that is not there reads as blank without a word: keys() has reported it if it is needed. path: the way in
    words for people; steps: the same way as the keys and numbers (from 0) themselves.
    """

    def __init__(
        self,
        value: object,
        path: tuple[str, ...],
        problems: list[DefinitionProblem],
        *,
        steps: Steps = (),
        medium: Medium = YAML,
    ) -> None:
        self.value = value
        self._path = path
        self._problems = problems
        self._steps = steps
        self._medium = medium

    def __getitem__(self, key: str) -> "Place":
        value = self.value.get(key, _MISSING) if isinstance(self.value, Mapping) else _MISSING
        return self._inner(value, (*self._path, f"key {key}"), key)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, Mapping) and key in self.value

    def refuse(self, reason: str, remedy: str) -> None:
        """Note a problem with this very value."""
        where = self._medium.where(self._path, self._steps)
        self._problems.append(DefinitionProblem(where, reason, remedy))

    def keys(self, *needed: str, optional: Collection[str] = ()) -> None:
        """Check that this is a mapping with exactly these keys."""
        if self.value is _MISSING:
            return
        if not isinstance(self.value, Mapping):
            self.refuse("This must be keys with values.", f"Write the keys {', '.join(needed)} with their values.")
            return
        for key in needed:
            if key not in self.value:
                self._medium.missing(self, key)
        for key in self.value:
            if key not in needed and key not in optional:
                self._medium.unknown(self, key, [*needed, *sorted(optional)])

    def text(self, *, most: int | None = None) -> str:
        """Text that says something. most: how many characters fit where it is kept."""
        if isinstance(self.value, str) and self.value.strip():
            text = self.value.strip()
            if most and len(text) > most:
                self.refuse(f"This has {len(text)} characters.", f"Say it in {most} characters or fewer.")
            return text
        self._wrong_kind("text", 'Write it in quotation marks, as in "text".')
        return ""

    def number(self) -> int:
        """A whole number from nought."""
        if isinstance(self.value, int) and not isinstance(self.value, bool) and self.value >= 0:
            return self.value
        self._wrong_kind("a whole number", "Write a number without quotation marks.")
        return 0

    def flag(self) -> bool:
        """True or false; false where the key is not there."""
        if isinstance(self.value, bool):
            return self.value
        self._wrong_kind("true or false", "Write true or false without quotation marks.")
        return False

    def day(self) -> date:
        """A day."""
        if type(self.value) is date:
            return self.value
        self._wrong_kind("a day", "Write it as yyyy-mm-dd without quotation marks.")
        return date.min

    def one_of(self, known: Collection[str], what: str) -> str:
        """One of the names that the file itself or the product defines."""
        name = self.text()
        if name and name not in known:
            self.refuse(f"There is no {what} {name}.", f"Use one of: {', '.join(sorted(known))}.")
        return name

    def some_of(self, known: Collection[str], what: str) -> tuple[str, ...]:
        """A list, not blank, of such names."""
        names = tuple(item.one_of(known, what) for item in self.items(what))
        if isinstance(self.value, list) and not names:
            self.refuse("The list is blank.", f"Name at least one {what}, or remove the key.")
        return names

    def items(self, label: str, *, by: str = "") -> Iterator["Place"]:
        """The values of a list, each placed by its key `by`, or by its number from 1."""
        if not isinstance(self.value, list):
            self._wrong_kind("a list", "Begin each value on a line of its own with a hyphen.")
            return
        for number, value in enumerate(self.value, start=1):
            name = value.get(by) if by and isinstance(value, Mapping) else None
            here = f"{label} {name}" if isinstance(name, str) and name else f"{label} number {number}"
            above = self._path[:-1] if by else self._path  # "section LG, indicator LG1", not "key indicators"
            yield self._inner(value, (*above, here), number - 1)

    def entries(self) -> Iterator[tuple[str, "Place"]]:
        """The keys, all text, and the values of a mapping that may have any keys."""
        if not isinstance(self.value, Mapping):
            self._wrong_kind("keys with values", "Write each as key: value.")
            return
        for key in self.value:
            if isinstance(key, str):
                yield key, self[key]
            else:
                self.refuse(f"The key {key} is not text.", "Put it in quotation marks.")

    def _wrong_kind(self, wanted: str, remedy: str) -> None:
        if self.value is not _MISSING:
            self.refuse(f"This must be {wanted}.", self._medium.remedy(wanted, remedy))

    def _inner(self, value: object, path: tuple[str, ...], step: str | int) -> "Place":
        return Place(value, path, self._problems, steps=(*self._steps, step), medium=self._medium)
