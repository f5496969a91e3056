"""The words of the demonstration, read from words/*.yaml: hand-written, about arrangements, never about a child."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "words"
SECTIONS = ("LG", "CU", "PP", "DS", "IR", "MA", "TR", "SR", "AA", "OS", "CC", "VC", "ED", "SE")
KINDS = {  # what a section is mostly about, and so how it is proved
    **dict.fromkeys(("LG", "PP"), "governance"),
    **dict.fromkeys(("CU", "TR", "AA", "CC", "ED"), "people"),
    **dict.fromkeys(("DS", "IR", "MA", "VC", "SR"), "records"),
    **dict.fromkeys(("OS", "SE"), "systems"),
}
ADVISER = "The partnership’s safeguarding adviser for education"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """About one indicator. good: in place, two ways; gap and do: partly, and the action; read: a reader's remark.

    na: why it does not apply. read and na are "" where there is none.
    """

    good: Sequence[str]
    gap: str
    do: str
    read: str = ""
    na: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A recommendation, who can help, and the indicator it belongs to."""

    text: str
    help: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWords:
    """About one section. strengths: for letters; parents_good and parents_next: for reports."""

    strengths: Sequence[str]
    recommend: Sequence[Advice]
    parents_good: str
    parents_next: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A point of fact a school raises, and the author's answer."""

    text: str
    accepted: bool
    reply: str


@cache
def _file(name: str) -> Any:  # noqa: ANN401 - a YAML file's content
    return yaml.safe_load((WORDS / f"{name}.yaml").read_text("utf-8"))


@cache
def of_indicators() -> Mapping[str, Said]:
    """Words by indicator code."""
    return {
        code: Said(**words) for name in SECTIONS for code, words in _file(name).items() if code != "section"
    }  # fmt: skip


@cache
def of_sections() -> Mapping[str, SectionWords]:
    """Words by section code."""
    return {name: _section(_file(name)["section"]) for name in SECTIONS}


def _section(words: Mapping[str, Any]) -> SectionWords:
    advice = tuple(Advice(**entry) for entry in words["recommend"])
    return SectionWords(**{**words, "recommend": advice})


def proofs(section: str, strength: int) -> Sequence[str]:
    """How a school knows, by section and strength of evidence."""
    found: Sequence[str] = _file("proof")[KINDS[section]][strength]
    return found


def owners(section: str) -> Sequence[str]:
    """Roles that look after actions of a section."""
    found: Sequence[str] = _file("owners")[section]
    return found


def reading(kind: str) -> Sequence[str]:
    """What a reader says to the school, by how the reader's level stands to the school's own."""
    found: Sequence[str] = _file("readings")[kind]
    return found


def agreed_not_applicable() -> str:
    """What a reader says where something does not apply."""
    return str(_file("readings")["na"])


def letter(kind: str) -> Sequence[str]:
    """Openings, acknowledgements, comments, reasons to give back or to cancel."""
    found: Sequence[str] = _file("letters")[kind]
    return found


def corrections() -> Sequence[Correction]:
    """Points of fact with their answers."""
    return [Correction(**entry) for entry in _file("letters")["corrections"]]


def purpose(reason: str) -> str:
    """Why a visit takes place, in words the school reads."""
    return str(_file("visits")["purposes"][reason])


def notes() -> Sequence[tuple[str, bool, str]]:
    """Notes of visits: theme, whether it is a strength, text."""
    return [
        (theme, kind == "good", text) for theme, entries in _file("visits")["notes"].items() for kind, text in entries
    ]
