"""What crosses the layers of cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CyclePlan:
    """What somebody typed to plan a cycle. year: in which the academic year begins. section_codes: of a deep dive."""

    framework_id: int
    name: str
    year: int
    mode: str
    section_codes: tuple[str, ...]
    opens_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An open school that gets no audit until somebody decides, and why."""

    urn: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening a cycle would do, or did."""

    invited: int
    left_out: Sequence[LeftOut]
    fewest_indicators: int
    most_indicators: int


class CycleExists(Exception):
    """This year and mode has a cycle already."""
