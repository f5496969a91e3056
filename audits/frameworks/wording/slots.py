"""The words of a framework that stand beside its indicators, each with its place in the settings, group by group."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from audits.frameworks.changing import Change, Settings

Path = tuple[str | int, ...]
SHORT, LONG = 120, 600
LEVELS = ("rating_scale", "levels")
SPECIAL = ("rating_scale", "special")
STRENGTHS = ("rating_scale", "evidence_strength")
PUBLIC = ("rating_scale", "section_result", "publish_labels")
TIERS = (("core", "Core"), ("extended", "Extended"))


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that can be said. choices: what may be ticked, where it is no text."""

    path: Path
    label: str
    most: int = LONG
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Slots that are changed together. note: what cannot be changed, and why."""

    key: str
    title: str
    note: str
    slots: Callable[[Mapping[str, Any]], list[Slot]]


def value_at(settings: Mapping[str, Any], path: Path) -> Any:  # noqa: ANN401 - text or a list of texts
    """What a place holds. Raises LookupError."""
    found: Any = settings
    for step in path:
        found = found[step]
    return found


def say(said: Mapping[Path, Any]) -> Change:
    """Put these values in their places."""

    def change(settings: Settings) -> None:
        for path, value in said.items():
            value_at(settings, path[:-1])[path[-1]] = deepcopy(value)

    return change


def _levels(settings: Mapping[str, Any]) -> list[Slot]:
    found = []
    for index, level in enumerate(value_at(settings, LEVELS)):
        found += _said(LEVELS, index, level["label"])
        found.append(Slot((*PUBLIC, str(level["value"])), f"“{level['label']}”: of a section, in public", SHORT))
    return found


def _special(settings: Mapping[str, Any]) -> list[Slot]:
    return [
        slot for index, one in enumerate(value_at(settings, SPECIAL)) for slot in _said(SPECIAL, index, one["label"])
    ]


def _strengths(settings: Mapping[str, Any]) -> list[Slot]:
    rows = enumerate(value_at(settings, STRENGTHS))
    return [slot for index, one in rows for slot in _said(STRENGTHS, index, one["label"])]


def _said(path: Path, index: int, label: str) -> list[Slot]:
    return [
        Slot((*path, index, "label"), f"“{label}”: the word itself", SHORT),
        Slot((*path, index, "meaning"), f"“{label}”: what it means"),
    ]


RULE_TITLES = {
    "impact-needs-proof": "The highest level needs proof",
    "secure-needs-document": "“Secure” on a core indicator needs a document",
    "low-needs-action": "A low level needs an action",
    "critical-0": "A critical indicator is not in place",
    "critical-1": "A critical indicator is partly in place",
    "open-harm": "A child may be at risk now",
}


def _rules(settings: Mapping[str, Any]) -> list[Slot]:
    scale = settings["rating_scale"]
    rules = [
        Slot(("rating_scale", "rules", index, "text"), RULE_TITLES.get(rule["id"], rule["id"]))
        for index, rule in enumerate(scale["rules"])
    ]
    for index, rule in enumerate(scale["limiting"]):
        title = RULE_TITLES.get(rule["id"], rule["id"])
        rules.append(Slot(("rating_scale", "limiting", index, "when"), f"{title}: when"))
        rules.append(Slot(("rating_scale", "limiting", index, "then"), f"{title}: what follows"))
    return rules


def _modes(settings: Mapping[str, Any]) -> list[Slot]:
    found = []
    for key, mode in settings["modes"].items():
        found.append(Slot(("modes", key, "label"), f"“{mode['label']}”: the words", SHORT))
        tiers = [(tier, dict(TIERS).get(tier, tier)) for tier in settings["tier_meaning"]]
        found.append(Slot(("modes", key, "tiers"), f"“{mode['label']}”: which indicators it asks", choices=tiers))
    found += [
        Slot(("tier_meaning", tier), f"What “{dict(TIERS).get(tier, tier).lower()}” means")
        for tier in settings["tier_meaning"]
    ]
    return found


def _audiences(settings: Mapping[str, Any]) -> list[Slot]:
    return [Slot(("audiences", key), f"{label} ({key})", SHORT) for key, label in settings["audiences"].items()]


GROUPS = {
    group.key: group
    for group in (
        Group(
            "levels",
            "Levels",
            "There are always four: the rules and the charts count on them. Their words are yours.",
            _levels,
        ),
        Group(
            "special",
            "Answers that are no level",
            "“Not checked yet” keeps a core indicator from being signed; “does not apply” needs a reason.",
            _special,
        ),
        Group("strengths", "How well an answer is evidenced", "There are always four, from stated up.", _strengths),
        Group(
            "rules",
            "Rules of the scale",
            "The portal carries these rules out as they are. You can say them in your own words, but not change what "
            "they do: keep the meaning.",
            _rules,
        ),
        Group(
            "modes",
            "Kinds of audit",
            "A deep dive asks the sections that a cycle picks; the others ask all sections. That is fixed.",
            _modes,
        ),
        Group("audiences", "Who can tell", "Each indicator says whose voice it needs.", _audiences),
    )
}
