"""What a framework file defines, as frozen values. reading.py makes them, or says why the file will not do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# 'all', or an object as in the file's applies_grammar; JSON as it stands, so that a table can keep it.
Applies = str | Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class IndicatorDefinition:
    """One thing that should be true of a school. position: over the whole framework, from 1.

    why, looks_like: why it matters, what good looks like; may be blank. replaces: the code it took over from with a
    changed meaning, or "".
    """

    code: str
    section_code: str
    position: int
    tier: str
    text: str
    evidence: str
    references: tuple[str, ...]
    applies: Applies
    audience: tuple[str, ...]
    is_critical: bool
    allow_na: bool
    why: str = ""
    looks_like: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class SectionDefinition:
    """A chapter. position: from 1."""

    code: str
    title: str
    why: str
    position: int
    indicators: tuple[IndicatorDefinition, ...]


@dataclass(frozen=True, slots=True)
class Mode:
    """A kind of cycle: the tiers it asks, and whether the partnership picks sections."""

    key: str
    label: str
    tiers: tuple[str, ...]
    choose_sections: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A law or guidance that indicators refer to. in_force, published: where the file gives them."""

    key: str
    title: str
    note: str
    in_force: date | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What one GIAS column must hold.

    comparison: in (any of words), contains (words[0]), lt, lte, gt or gte (number).
    """

    column: str
    comparison: str
    words: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class GiasRule:
    """Where every condition holds, the school has this governance or gains these features."""

    conditions: tuple[Condition, ...]
    governance: str | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingModel:
    """What kinds of school there are and how GIAS tells them apart. confirm_by_school: features the school is asked."""

    governance: Mapping[str, str]
    features: Mapping[str, str]
    rules: tuple[GiasRule, ...]
    confirm_by_school: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelDefinition:
    """A level from 0 (not in place) up."""

    value: int
    key: str
    label: str
    meaning: str
    counts_as_met: bool


@dataclass(frozen=True, slots=True)
class SpecialLevel:
    """An answer that is no level. blocks_submission: the tiers whose indicators it keeps from being signed."""

    key: str
    label: str
    meaning: str
    blocks_submission: tuple[str, ...]
    requires_reason: bool


@dataclass(frozen=True, slots=True)
class StrengthDefinition:
    """How well an answer is evidenced, from 0 (stated) up."""

    value: int
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class RatingScale:
    """Levels, strengths and the words of the rules. rules, limiting: their words by id; scoring.py carries them out.

    publish_labels: the public words of a section's result, by level.
    """

    levels: tuple[LevelDefinition, ...]
    special: tuple[SpecialLevel, ...]
    strengths: tuple[StrengthDefinition, ...]
    rules: Mapping[str, str]
    limiting: Mapping[str, str]
    publish_labels: Mapping[int, str]

    @property
    def good(self) -> tuple[LevelDefinition, ...]:
        """The levels that count as met: what good looks like where an indicator has no words of its own."""
        return tuple(level for level in self.levels if level.counts_as_met)


@dataclass(frozen=True, slots=True)
class SurveyItem:
    """One statement of a voice survey and the indicators it speaks to."""

    code: str
    text: str
    indicators: tuple[str, ...]
    optional_if: str


@dataclass(frozen=True, slots=True)
class SurveySet:
    """A voice survey for one group of people. mode: how it is run, in words."""

    id: str
    title: str
    applies: Applies
    scale: str
    mode: str
    items: tuple[SurveyItem, ...]


@dataclass(frozen=True, slots=True)
class FrameworkDefinition:
    """A whole framework.

    settings: modes, tier_meaning, documents, setting_model, audiences, rating_scale and surveys word for word as in
    the file, and the rest of its head, days as yyyy-mm-dd text, so that a table can keep them as JSON. sha256: of the
    file's UTF-8 text.
    """

    id: str
    version: str
    title: str
    subtitle: str
    jurisdiction: str
    academic_year: str
    effective_from: date
    effective_to: date
    modes: Mapping[str, Mode]
    documents: Mapping[str, Document]
    setting_model: SettingModel
    audiences: Mapping[str, str]
    rating_scale: RatingScale
    sections: tuple[SectionDefinition, ...]
    surveys: tuple[SurveySet, ...]
    settings: Mapping[str, Any]
    sha256: str

    @property
    def indicators(self) -> tuple[IndicatorDefinition, ...]:
        """All of them, in the order of the file."""
        return tuple(indicator for section in self.sections for indicator in section.indicators)
