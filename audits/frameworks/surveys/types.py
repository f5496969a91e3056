"""Voice surveys as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One survey of the list. condition: who it is for, in words."""

    id: str
    title: str
    condition: str
    scale: str
    mode: str
    items: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question. optional_if: whom it is asked, where not everybody; missing: indicators that are not there."""

    code: str
    text: str
    indicators: Sequence[str]
    optional_if: str
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """One survey with its questions."""

    row: SurveyRow
    items: Sequence[ItemLine]


@dataclass(frozen=True, slots=True)
class SurveyList:
    """All surveys, their scales in words, and the rules that hold for all of them."""

    rows: Sequence[SurveyRow]
    scales: Sequence[tuple[str, str]]
    rules: Sequence[tuple[str, str]]
