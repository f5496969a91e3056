"""What crosses the layers of frameworks."""

from collections.abc import Sequence
from dataclasses import dataclass

from audits.frameworks.applicability import NeedsAPerson, SchoolProfile
from audits.frameworks.models import Framework, Indicator


class AlreadyAdopted(Exception):
    """The partnership has this version already, and a published version never changes."""

    def __init__(self, framework: Framework) -> None:
        super().__init__(f"{framework.title} {framework.version} is adopted already.")
        self.framework = framework


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """One adopted framework. core and critical: how many of its indicators."""

    id: int
    title: str
    version: str
    academic_year: str
    indicators: int
    core: int
    critical: int


@dataclass(frozen=True, slots=True)
class Offered:
    """One framework of the catalogue. adopted_id: its id here when the partnership has it."""

    key: str
    title: str
    subtitle: str
    version: str
    academic_year: str
    indicators: int
    adopted_id: int | None


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section with its indicators, in order."""

    code: str
    title: str
    why: str
    indicators: Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of a framework page. audience, references and condition in words."""

    code: str
    text: str
    is_core: bool
    is_critical: bool
    allow_na: bool
    evidence: str
    references: Sequence[str]
    condition: str


@dataclass(frozen=True, slots=True)
class SectionLines:
    """One section of a framework page."""

    code: str
    title: str
    why: str
    lines: Sequence[IndicatorLine]


@dataclass(frozen=True, slots=True)
class FrameworkPage:
    """A framework section by section."""

    row: FrameworkRow
    subtitle: str
    sections: Sequence[SectionLines]


@dataclass(frozen=True, slots=True)
class FrameworkChoice:
    """What somebody may choose of a framework. modes: key -> (words, meaning); sections: code -> title."""

    id: int
    name: str
    academic_year: str
    modes: Sequence[tuple[str, str, str]]
    sections: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One indicator for one school: asked or not, and why."""

    code: str
    text: str
    is_critical: bool
    why: str


@dataclass(frozen=True, slots=True)
class AskedPage:
    """What one school would be asked, and what not. governance and features in words."""

    school: str
    profile: SchoolProfile | NeedsAPerson
    governance: str
    features: Sequence[str]
    asked: Sequence[tuple[str, Sequence[Verdict]]]
    left_out: Sequence[Verdict]
    number: int
    critical: int

    @property
    def needs_a_person(self) -> str:
        """Why the register does not tell what kind of school it is, or ""."""
        return self.profile.reason if isinstance(self.profile, NeedsAPerson) else ""
