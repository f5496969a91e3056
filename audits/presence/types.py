"""What a page is told of colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in the same section. code: the indicator they have open, "" for the section's page.

    role: in short words, such as “deputy DSL”; "" for somebody who has none here any more.
    """

    name: str
    role: str
    code: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What one answer stands at, and who saved it last."""

    code: str
    revision: int
    saved_at: datetime
    by: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Here:
    """Everything a page wants to know while it is open."""

    colleagues: Sequence[Colleague]
    answers: Sequence[Changed]
