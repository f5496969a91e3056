"""Two people saved the same section or indicator: both wordings, field by field. No query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.frameworks.editor.types import IndicatorEntry, SectionEntry
from audits.frameworks.explaining import condition_in_words
from audits.frameworks.models import Indicator, Section, Tier
from audits.frameworks.scales import setting_model_of

LABELS = {
    "title": "Title",
    "text": "What should be true",
    "why": "Why it matters",
    "looks_like": "What good looks like",
    "evidence": "Good evidence",
    "references": "References",
    "tier": "How often it is asked",
    "is_critical": "Critical",
    "allow_na": "May say it does not apply",
    "audience": "Who can tell",
    "applies": "For which schools",
}


@dataclass(frozen=True, slots=True)
class Both:
    """One field as the two of them have it, in words."""

    label: str
    theirs: str
    yours: str

    @property
    def differs(self) -> bool:
        """The two are not the same."""
        return self.theirs != self.yours


def both_wordings(
    theirs: Section | Indicator, yours: SectionEntry | IndicatorEntry, settings: Mapping[str, Any]
) -> list[Both]:
    """Every field that differs or not, theirs and yours, in the order of the form."""
    kept = SectionEntry.of(theirs) if isinstance(theirs, Section) else IndicatorEntry.of(theirs)
    return [
        Both(label, _words(name, getattr(kept, name), settings), _words(name, getattr(yours, name), settings))
        for name, label in LABELS.items()
        if hasattr(kept, name) and hasattr(yours, name)
    ]


def _words(name: str, value: Any, settings: Mapping[str, Any]) -> str:  # noqa: ANN401 - any field's value
    if name == "applies":
        return condition_in_words(value, setting_model_of(settings))
    if name == "tier":
        return str(Tier(value).label)
    if name == "audience":
        return ", ".join(settings["audiences"].get(key, key) for key in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "; ".join(value) if isinstance(value, tuple) else str(value)
