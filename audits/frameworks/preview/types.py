"""What a preview asks for, and what its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from audits.frameworks.applicability import SchoolProfile


@dataclass(frozen=True, slots=True)
class Wish:
    """Through whose eyes, in which kind of audit. against: the second profile of a comparison, or None."""

    profile: SchoolProfile
    mode: str
    sections: Sequence[str] = ()
    against: SchoolProfile | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where somebody begins: a real school's profile, or why it has none. name: of the school."""

    name: str
    profile: SchoolProfile | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen of a framework. modes: key, words, meaning; the others key and words."""

    id: int
    name: str
    state: str
    governance: Sequence[tuple[str, str]]
    features: Sequence[tuple[str, str]]
    modes: Sequence[tuple[str, str, str]]
    sections: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AskedIndicator:
    """One indicator as the school meets it. reason: why this school is asked; matters, looks_like: may be ""."""

    code: str
    text: str
    matters: str
    looks_like: str
    evidence: str
    references: Sequence[str]
    is_core: bool
    is_critical: bool
    allow_na: bool
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One indicator that this school is not asked, and why not."""

    code: str
    text: str
    is_critical: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PreviewSection:
    """One section of the audit for this school."""

    code: str
    title: str
    why: str
    asked: Sequence[AskedIndicator]
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, slots=True)
class VoiceSet:
    """One survey. silent: codes of its items that feed nothing, since the school is asked none of their indicators."""

    id: str
    title: str
    mode: str
    items: int
    reason: str
    silent: Sequence[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a school is asked."""

    indicators: int
    core: int
    critical: int
    surveys: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator or survey that only one of two profiles gets. reason: why that one gets it."""

    code: str
    text: str
    is_critical: bool
    reason: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two profiles beside each other, the other one in words."""

    governance: str
    features: Sequence[str]
    counts: Counts
    indicators: Sequence[Difference]
    surveys: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A framework through the eyes of one kind of school."""

    governance: str
    features: Sequence[str]
    mode: str
    counts: Counts
    left_out: int
    sections: Sequence[PreviewSection]
    offered: Sequence[VoiceSet]
    not_offered: Sequence[VoiceSet]
    levels: Sequence[tuple[str, str]]
    comparison: Comparison | None = field(default=None)
