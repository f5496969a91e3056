"""A comparison in one line."""

from collections.abc import Callable, Mapping, Sequence

from audits.frameworks.comparison.types import ADDED, CHANGED, REMOVED, ThingChange
from audits.frameworks.sheets.layout import DOCUMENTS, SECTIONS
from audits.frameworks.sheets.layout_answers import STATEMENTS, SURVEYS

_NAMED = {
    SECTIONS.name: "section",
    DOCUMENTS.name: "document",
    SURVEYS.name: "survey",
    STATEMENTS.name: "survey statement",
}
_READ = ("Indicator", "Why", "What good looks like", "Evidence")


def summary_of(indicators: Sequence[ThingChange], others: Mapping[str, Sequence[ThingChange]]) -> list[str]:
    """What changed, counted: "3 new indicators", "2 indicators reworded", "1 indicator now critical"."""
    changed = [change for change in indicators if change.kind == CHANGED]
    said = [
        _new(indicators, "indicator"),
        _count(sum(change.kind == REMOVED for change in indicators), "indicator", "removed"),
        *(_counted(changed, words, test) for words, test in _TESTS.items()),
    ]
    for sheet, changes in others.items():
        if sheet in _NAMED:
            name = _NAMED[sheet]
            said += [
                _new(changes, name),
                _count(sum(change.kind == REMOVED for change in changes), name, "removed"),
                _count(sum(change.kind == CHANGED for change in changes), name, "changed"),
            ]
    rest = [change for sheet, changes in others.items() if sheet not in _NAMED for change in changes]
    return [line for line in [*said, _count(len(rest), "other setting", "changed")] if line]


def _new(changes: Sequence[ThingChange], name: str) -> str:
    number = sum(change.kind == ADDED for change in changes)
    return f"{number} new {name if number == 1 else f'{name}s'}" if number else ""


def _count(number: int, name: str, became: str) -> str:
    return f"{number} {name if number == 1 else f'{name}s'} {became}" if number else ""


def _counted(changed: Sequence[ThingChange], words: str, test: Callable[[ThingChange], bool]) -> str:
    return _count(sum(map(test, changed)), "indicator", words)


def _has_note(*starts: str) -> Callable[[ThingChange], bool]:
    return lambda change: any(note.startswith(starts) for note in change.notes)


def _has_text(*parts: str) -> Callable[[ThingChange], bool]:
    return lambda change: any(text.part in parts for text in change.texts)


_TESTS: dict[str, Callable[[ThingChange], bool]] = {
    "reworded": _has_text("Indicator"),
    "with a new reason, evidence or picture of good practice": _has_text(*_READ[1:]),
    "now critical": _has_note("Now critical"),
    "no longer critical": _has_note("No longer critical"),
    "asked of other schools": _has_note("Now asked", "Now also asked", "No longer asked", "Asked where"),
    "with another tier": _has_note("Tier"),
    "moved": _has_note("Moved", "Now stands"),
    "with other references": _has_note("References"),
}
